package io.realtimegateway.bench.load;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.util.concurrent.EventExecutor;
import java.util.LinkedHashMap;
import java.util.Map;

/// The server with which the real one is compared: the least that Netty can do for a chat. No
/// accounts, no order, no storage; a client that connects to `/ws?room=N` receives the messages of
/// room N. One mailbox for each event loop, one frame for all receivers, and the frames of a room
/// in one drain are one buffer, written once to each of its channels.
public final class BareNettyServer {

  private BareNettyServer() {}

  /// Runs until it is killed.
  ///
  /// @param arguments the port, and the number of event loops
  public static void main(String[] arguments) throws InterruptedException {
    int port = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7100;
    int loopCount =
        arguments.length > 1
            ? Integer.parseInt(arguments[1])
            : Runtime.getRuntime().availableProcessors();
    boolean epoll = Epoll.isAvailable();
    EventLoopGroup loops =
        new MultiThreadIoEventLoopGroup(
            loopCount, epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    Map<EventExecutor, BareLoop> bareLoops = new LinkedHashMap<>();
    loops.forEach(loop -> bareLoops.put(loop, new BareLoop(loop)));
    Channel channel =
        new ServerBootstrap()
            .group(loops)
            .channel(epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 4_096)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer(Map.copyOf(bareLoops)))
            .bind("127.0.0.1", port)
            .sync()
            .channel();
    System.out.println("ready http://localhost:" + port);
    channel.closeFuture().sync();
  }

  private static final class Initializer extends ChannelInitializer<SocketChannel> {

    private final Map<EventExecutor, BareLoop> loops;

    Initializer(Map<EventExecutor, BareLoop> loops) {
      this.loops = loops;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      channel
          .pipeline()
          .addLast(new HttpServerCodec())
          .addLast(new HttpObjectAggregator(4_096))
          .addLast(new WebSocketServerProtocolHandler("/ws", true))
          .addLast(new BareSession(loops.values(), loops.get(channel.eventLoop())));
    }
  }
}
