package io.realtimegateway.gateway.upgrade;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;

/// The client of an upgrade request, and the origin under which it sees this server. Behind a
/// trusted proxy, both come from the proxy's headers.
///
/// @param address of the client, for its rate
/// @param origin scheme, host and port of the request
public record Caller(String address, String origin) {
  /// The client of a request that came without a proxy.
  public static Caller direct(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String address = remote == null ? "" : remote.hostAddress();
    HostAndPort authority = request.authority();
    String origin = (request.isSSL() ? "https" : "http") + "://" + authority;
    return new Caller(address == null ? "" : address, origin);
  }
}
