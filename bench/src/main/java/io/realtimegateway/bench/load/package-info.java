/// The load generator, and the bare server that the real one is compared with.
///
/// `LoadGenerator` → `RestSetup` makes users, conversations and tickets → `Clients` opens the
/// sockets → `Pacer` (a given rate) or `Window` (as fast as it goes) sends → `ClientSocket` hears →
/// `Measurement` counts, while `ProcessUsage` reads what the server's process used.
@NullMarked
package io.realtimegateway.bench.load;

import org.jspecify.annotations.NullMarked;
