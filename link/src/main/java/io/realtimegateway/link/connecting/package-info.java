/// The side of gateways and APIs: opens a link to each loop of the engine, again after each loss,
/// and keeps the requests that have no answer yet.
@NullMarked
package io.realtimegateway.link.connecting;

import org.jspecify.annotations.NullMarked;
