/// Shards, conversations, sessions, presence, fan-out, archiver.
@NullMarked
package io.realtimegateway.engine;

import org.jspecify.annotations.NullMarked;
