/// What happened before now, read from the local store and PostgreSQL: pages of changes, messages
/// and names that memory has let go. Everything here blocks and runs off the event loops.
@NullMarked
package io.realtimegateway.engine.history;

import org.jspecify.annotations.NullMarked;
