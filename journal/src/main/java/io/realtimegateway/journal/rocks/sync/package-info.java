/// What must happen after a write before it counts as committed.
@NullMarked
package io.realtimegateway.journal.rocks.sync;

import org.jspecify.annotations.NullMarked;
