package io.realtimegateway.link.connecting;

import io.realtimegateway.link.channel.PipeAcceptor;

/// How the links of a gateway or API reach the engine. Both routes carry the same packets.
public sealed interface EngineRoute permits EngineAddress, EngineRoute.InProcess {
  /// The engine is in this process.
  record InProcess(PipeAcceptor acceptor) implements EngineRoute {
    /// For logs.
    @Override
    public String toString() {
      return "this process";
    }
  }
}
