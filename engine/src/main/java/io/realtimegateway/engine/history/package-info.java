/// History, read from the local store and PostgreSQL: pages of changes, and messages and names that
/// are not in memory. Everything here blocks and runs off the event loops.
@NullMarked
package io.realtimegateway.engine.history;

import org.jspecify.annotations.NullMarked;
