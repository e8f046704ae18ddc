package io.realtimegateway.link.accepting;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.link.channel.PipeAcceptor;
import io.realtimegateway.link.channel.PipeChannel;
import io.realtimegateway.link.connection.Connection;
import io.realtimegateway.link.connection.LinkState;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Accepts the links of gateways and APIs for an engine. The first loop accepts and does the
/// handshake; an authenticated connection moves to the loop that it asked for and is served there
/// by that loop's [EngineEndpoint]. Links of the same process start on their loop.
///
/// A second link of the same (role, node, loop) to the same engine loop closes the older one: its
/// owner has already lost it.
public final class LinkServer implements PipeAcceptor {
  private final LinkEnvironment environment;
  private final List<AcceptedLinks> loops = new ArrayList<>();
  private final List<PendingHandshakes> handshakes = new ArrayList<>();
  private final AtomicReference<@Nullable Channel> socket = new AtomicReference<>();

  /// @param node random number of this process, 1 or more
  /// @param loops the engine's loops, of the environment's transport
  /// @param endpoints one per loop, in the same order
  public LinkServer(
      LinkEnvironment environment,
      long node,
      List<EventLoop> loops,
      List<? extends EngineEndpoint> endpoints) {
    if (loops.isEmpty() || loops.size() != endpoints.size()) {
      throw new IllegalArgumentException(
          "at least one loop, and one endpoint per loop, are needed");
    }
    this.environment = environment;
    for (int i = 0; i < loops.size(); i++) {
      var place = new AcceptedLinks.Place(node, i, loops.size());
      this.loops.add(new AcceptedLinks(loops.get(i), endpoints.get(i), environment, place));
    }
    for (AcceptedLinks loop : this.loops) {
      handshakes.add(
          new PendingHandshakes(loop.heartbeat(), environment.settings().maxHandshakes()));
    }
  }

  /// Begins to listen. Fails with the socket's exception, `java.net.BindException` if the port is
  /// in use.
  ///
  /// @return the bound address, with the actual port if 0 was requested
  public CompletionStage<InetSocketAddress> start(InetSocketAddress address) {
    loops.forEach(loop -> loop.loop().execute(loop.heartbeat()::start));
    var result = new CompletableFuture<InetSocketAddress>();
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.getFirst().loop())
            .channel(environment.transport().server())
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 1024)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childHandler(accepting(handshakes.getFirst()))
            .bind(address);
    bound.addListener(done -> bound(done, bound.channel(), result));
    return result;
  }

  private void bound(
      Future<?> done, Channel listening, CompletableFuture<InetSocketAddress> result) {
    Throwable failure = done.cause();
    if (failure == null) {
      socket.set(listening);
      result.complete((InetSocketAddress) listening.localAddress());
    } else {
      result.completeExceptionally(failure);
    }
  }

  @Override
  public PipeChannel connect(int engineLoop, LinkMetrics metrics) {
    int wanted = engineLoop % loops.size();
    var here = new PipeChannel(metrics, environment.metrics());
    PipeChannel there = here.peer();
    there.pipeline().addLast(accepting(handshakes.get(wanted)));
    loops.get(wanted).loop().register(there).addListener(done -> registered(there, done));
    return here;
  }

  private static void registered(Channel accepted, Future<?> done) {
    if (!done.isSuccess()) {
      accepted.unsafe().closeForcibly();
    }
  }

  private ChannelInitializer<Channel> accepting(PendingHandshakes pending) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel accepted) {
        accept(accepted, pending);
      }
    };
  }

  private void accept(Channel accepted, PendingHandshakes pending) {
    var first = new LinkState.AwaitHello(environment.newNonce());
    var link = new Connection(accepted, environment, new AcceptedLink(pending, loops), first);
    link.join();
    pending.enter(link);
  }

  /// Stops listening and closes all links; completes when every endpoint has been notified.
  public CompletionStage<Void> close() {
    Channel listening = socket.getAndSet(null);
    if (listening != null) {
      var _ = listening.close();
    }
    List<CompletableFuture<?>> closing = new ArrayList<>();
    for (AcceptedLinks loop : loops) {
      closing.add(CompletableFuture.runAsync(loop::close, loop.loop()));
    }
    return CompletableFuture.allOf(closing.toArray(CompletableFuture[]::new));
  }
}
