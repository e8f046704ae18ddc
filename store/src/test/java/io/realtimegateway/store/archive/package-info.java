/// Tests of what the archiver writes.
@NullMarked
package io.realtimegateway.store.archive;

import org.jspecify.annotations.NullMarked;
