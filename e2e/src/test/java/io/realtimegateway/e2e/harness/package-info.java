/// Drives the built server from outside: real processes, HTTP and WebSocket clients, and a client
/// that keeps a state by the rules of the public contract.
@NullMarked
package io.realtimegateway.e2e.harness;

import org.jspecify.annotations.NullMarked;
