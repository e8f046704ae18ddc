/// What stands in the journal. A record carries every id, time and random choice, so that whoever
/// reads it makes the same state from it.
@NullMarked
package io.realtimegateway.journal.record;

import org.jspecify.annotations.NullMarked;
