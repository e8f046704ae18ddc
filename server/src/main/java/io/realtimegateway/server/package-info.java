/// Main, configuration, roles, wiring, static web client.
@NullMarked
package io.realtimegateway.server;

import org.jspecify.annotations.NullMarked;
