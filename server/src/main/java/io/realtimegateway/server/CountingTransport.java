package io.realtimegateway.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/// The transport of Vert.x, with connections counted where they are accepted: before TLS and HTTP,
/// and before anything is allocated for one that is refused.
final class CountingTransport implements Transport {
  private final Transport transport;
  private final ConnectionLimit limit;

  CountingTransport(Transport transport, ConnectionLimit limit) {
    this.transport = transport;
    this.limit = limit;
  }

  @Override
  public String name() {
    return transport.name();
  }

  @Override
  public boolean available() {
    return transport.available();
  }

  @Override
  public Throwable unavailabilityCause() {
    return transport.unavailabilityCause();
  }

  @Override
  public io.vertx.core.spi.transport.Transport implementation() {
    return new Counting(transport.implementation(), limit);
  }

  /// Passes everything on but the set-up of servers.
  private static final class Counting implements io.vertx.core.spi.transport.Transport {
    private final io.vertx.core.spi.transport.Transport usual;
    private final ConnectionLimit limit;

    Counting(io.vertx.core.spi.transport.Transport usual, ConnectionLimit limit) {
      this.usual = usual;
      this.limit = limit;
    }

    @Override
    public void configure(
        NetServerOptions options, boolean isDomainSocket, ServerBootstrap bootstrap) {
      usual.configure(options, isDomainSocket, bootstrap);
      bootstrap.handler(new Acceptor(limit));
    }

    @Override
    public void configure(
        ClientOptionsBase options,
        int connectTimeout,
        boolean isDomainSocket,
        io.netty.bootstrap.Bootstrap bootstrap) {
      usual.configure(options, connectTimeout, isDomainSocket, bootstrap);
    }

    @Override
    public void configure(DatagramChannel channel, DatagramSocketOptions options) {
      usual.configure(channel, options);
    }

    @Override
    public boolean supportsDomainSockets() {
      return usual.supportsDomainSockets();
    }

    @Override
    public boolean supportFileRegion() {
      return usual.supportFileRegion();
    }

    @Override
    public boolean isAvailable() {
      return usual.isAvailable();
    }

    @Override
    public Throwable unavailabilityCause() {
      return usual.unavailabilityCause();
    }

    @Override
    public java.net.SocketAddress convert(SocketAddress address) {
      return usual.convert(address);
    }

    @Override
    public SocketAddress convert(java.net.SocketAddress address) {
      return usual.convert(address);
    }

    @Override
    public IoHandlerFactory ioHandlerFactory() {
      return usual.ioHandlerFactory();
    }

    @Override
    public EventLoopGroup eventLoopGroup(
        int type, int threads, ThreadFactory threadFactory, int ioRatio) {
      return usual.eventLoopGroup(type, threads, threadFactory, ioRatio);
    }

    @Override
    public DatagramChannel datagramChannel() {
      return usual.datagramChannel();
    }

    @Override
    @SuppressWarnings("deprecation") // Vert.x asks so.
    public DatagramChannel datagramChannel(InternetProtocolFamily family) {
      return usual.datagramChannel(family);
    }

    @Override
    public ChannelFactory<? extends Channel> channelFactory(boolean isDomainSocket) {
      return usual.channelFactory(isDomainSocket);
    }

    @Override
    public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean isDomainSocket) {
      return usual.serverChannelFactory(isDomainSocket);
    }
  }

  /// Stands in a listening channel, before what hands new connections to their event loops.
  @Sharable
  private static final class Acceptor extends ChannelInboundHandlerAdapter {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ConnectionLimit limit;

    Acceptor(ConnectionLimit limit) {
      this.limit = limit;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (message instanceof Channel connection
          && connection.remoteAddress() instanceof InetSocketAddress remote) {
        String address = remote.getAddress().getHostAddress();
        if (!limit.opened(address)) {
          connection.unsafe().closeForcibly();
          return;
        }
        var _ = connection.closeFuture().addListener(_ -> limit.closed(address));
      }
      var _ = context.fireChannelRead(message);
    }

    /// Accepting failed. Usually there are no descriptors left, and trying on would be a busy loop.
    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      limit.acceptFailed(cause);
      Channel listening = context.channel();
      if (listening.config().isAutoRead()) {
        listening.config().setAutoRead(false);
        var _ =
            context
                .executor()
                .schedule(
                    () -> listening.config().setAutoRead(true),
                    PAUSE.toMillis(),
                    TimeUnit.MILLISECONDS);
      }
    }
  }
}
