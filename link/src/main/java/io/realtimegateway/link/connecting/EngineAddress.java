package io.realtimegateway.link.connecting;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// The address of an engine. The name is resolved for each connection, because an engine may return
/// at another address.
///
/// @param host name or literal address
/// @param port 1..65,535
public record EngineAddress(String host, int port) implements EngineRoute {
  /// Resolves the name on a thread of its own, because that may take seconds and a loop must not
  /// block.
  CompletionStage<InetSocketAddress> lookUp() {
    var result = new CompletableFuture<InetSocketAddress>();
    Thread.ofPlatform()
        .daemon()
        .name("engine-address")
        .start(() -> result.completeAsync(this::addressNow, Runnable::run));
    return result;
  }

  private InetSocketAddress addressNow() {
    try {
      return new InetSocketAddress(InetAddress.getByName(host), port);
    } catch (UnknownHostException e) {
      throw new CompletionException("unknown host " + host, e);
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
