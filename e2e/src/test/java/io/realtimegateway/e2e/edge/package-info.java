/// What stands between the network and the server: TLS, limits of HTTP, proxies.
@NullMarked
package io.realtimegateway.e2e.edge;

import org.jspecify.annotations.NullMarked;
