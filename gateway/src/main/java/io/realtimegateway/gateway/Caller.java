package io.realtimegateway.gateway;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;

/// Who asks for a socket, and under which origin the asker sees this server. Behind a trusted proxy
/// both come from its headers; that is for whoever makes a `Caller`.
///
/// @param address of the client, for rates
/// @param origin scheme, host and port of the request
public record Caller(String address, String origin) {
  /// Of a request that came without a proxy.
  public static Caller direct(HttpServerRequest request) {
    SocketAddress remote = request.remoteAddress();
    String address = remote == null ? "" : remote.hostAddress();
    HostAndPort authority = request.authority();
    String origin = (request.isSSL() ? "https" : "http") + "://" + authority;
    return new Caller(address == null ? "" : address, origin);
  }
}
