package io.realtimegateway.link;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;

/// The socket classes that an event loop can serve.
public record Transport(
    Class<? extends ServerSocketChannel> server, Class<? extends SocketChannel> client) {
  /// The JDK's selectors.
  public static final Transport NIO =
      new Transport(NioServerSocketChannel.class, NioSocketChannel.class);

  /// Linux's epoll.
  public static final Transport EPOLL =
      new Transport(EpollServerSocketChannel.class, EpollSocketChannel.class);

  /// The transport of a loop.
  ///
  /// @throws IllegalArgumentException if the loop is neither an epoll nor an NIO loop
  public static Transport of(EventLoop loop) {
    if (loop instanceof IoEventLoop io) {
      if (io.isIoType(NioIoHandler.class)) {
        return NIO;
      }
      if (io.isIoType(EpollIoHandler.class)) {
        return EPOLL;
      }
    }
    throw new IllegalArgumentException("links need an epoll or NIO event loop, not " + loop);
  }
}
