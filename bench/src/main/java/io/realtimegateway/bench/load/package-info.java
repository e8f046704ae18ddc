/// The load generator, and the bare server with which the real one is compared.
///
/// `LoadGenerator` → `RestSetup` creates users, conversations and tickets → `Clients` opens the
/// sockets → `Pacer` (a given rate) or `Window` (as fast as possible) sends → `ClientSocket`
/// receives → `Measurement` counts, while `ProcessUsage` reads the resource usage of the server's
/// process.
@NullMarked
package io.realtimegateway.bench.load;

import org.jspecify.annotations.NullMarked;
