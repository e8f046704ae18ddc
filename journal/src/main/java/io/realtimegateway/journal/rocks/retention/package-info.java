/// Removes what is no longer needed: records, names, conversations, revocations.
@NullMarked
package io.realtimegateway.journal.rocks.retention;

import org.jspecify.annotations.NullMarked;
