/// The side of gateways and APIs: opens a link to each loop of the engine, reopens it after each
/// loss, and keeps the unanswered requests.
@NullMarked
package io.realtimegateway.link.connecting;

import org.jspecify.annotations.NullMarked;
