package io.realtimegateway.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

/// The sockets of the load, and the event loops that they share.
final class Clients implements AutoCloseable {

  private static final int CONNECTING_AT_ONCE = 64;

  private final EventLoopGroup loops;
  private final Bootstrap bootstrap;

  Clients(int loopCount) {
    boolean epoll = Epoll.isAvailable();
    loops =
        new MultiThreadIoEventLoopGroup(
            loopCount, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    bootstrap =
        new Bootstrap()
            .group(loops)
            .channel(epoll ? EpollSocketChannel.class : NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 10_000);
  }

  /// Opens sockets, a bounded number at once, and waits until all can send.
  ///
  /// @param make creates the socket of an index, just before it connects
  List<ClientSocket> open(int count, IntFunction<ClientSocket> make, URI target)
      throws InterruptedException {
    Semaphore connecting = new Semaphore(CONNECTING_AT_ONCE);
    List<CompletableFuture<ClientSocket>> opening = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      connecting.acquire();
      ClientSocket socket = make.apply(i);
      connect(socket, target);
      CompletableFuture<ClientSocket> open =
          socket
              .open()
              .orTimeout(30, TimeUnit.SECONDS)
              .whenComplete((_, _) -> connecting.release());
      opening.add(open);
    }
    return opening.stream().map(CompletableFuture::join).toList();
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private void connect(ClientSocket socket, URI target) {
    bootstrap
        .clone()
        .handler(
            new ChannelInitializer<SocketChannel>() {
              @Override
              protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(socket);
              }
            })
        .connect(new InetSocketAddress(target.getHost(), target.getPort()))
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                socket.open().completeExceptionally(connected.cause());
              }
            });
  }
}
