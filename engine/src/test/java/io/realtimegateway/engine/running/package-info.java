/// The engine as it runs: real loops, real links, real PostgreSQL, and clients that speak packets.
@NullMarked
package io.realtimegateway.engine.running;

import org.jspecify.annotations.NullMarked;
