/// A short load for a server whose JVM records the classes and methods that it uses (`bin/warm`).
/// It uses the server from outside, as a client does.
@NullMarked
package io.realtimegateway.server.training;

import org.jspecify.annotations.NullMarked;
