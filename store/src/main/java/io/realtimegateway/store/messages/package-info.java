/// Archived history: read here, written by the archiver.
@NullMarked
package io.realtimegateway.store.messages;

import org.jspecify.annotations.NullMarked;
