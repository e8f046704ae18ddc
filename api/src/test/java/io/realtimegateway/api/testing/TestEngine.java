package io.realtimegateway.api.testing;

import io.netty.channel.EventLoop;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.accepting.EngineEndpoint;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// An engine of one thread that answers over real links and writes what it accepts to the database
/// at once.
public final class TestEngine implements EngineEndpoint, AutoCloseable {
  /// The epoch of every shard.
  public static final long EPOCH = 0x00c0_ffee_00c0_ffeeL;

  private final EventLoop loop;
  private final TestConversations conversations;
  private final ExecutorService thread = Executors.newSingleThreadExecutor();
  private final Queue<Request> heard = new ConcurrentLinkedQueue<>();
  private volatile Function<Request, @Nullable Packet> interception = _ -> null;

  public TestEngine(EventLoop loop, TestConversations conversations) {
    this.loop = loop;
    this.conversations = conversations;
  }

  /// Answers some requests otherwise; null leaves one alone.
  public void intercept(Function<Request, @Nullable Packet> some) {
    interception = some;
  }

  /// Answers every request of a type with a failure.
  public void fail(Class<? extends Request> type, ErrorCode code) {
    intercept(
        request ->
            type.isInstance(request)
                ? new Answer.Failure(request.request(), code, "The test says so.", null)
                : null);
  }

  /// Requests of a type, in the order in which they came.
  public <T extends Request> List<T> heard(Class<T> type) {
    return heard.stream().filter(type::isInstance).map(type::cast).toList();
  }

  @Override
  public List<LinkPacket.OwnedLog> logs() {
    return IntStream.range(0, Shards.LOGS)
        .mapToObj(log -> new LinkPacket.OwnedLog(log, 7))
        .toList();
  }

  @Override
  public List<Position> positions() {
    return List.of();
  }

  @Override
  public void opened(Link link) {}

  @Override
  public void received(Link link, Packet packet) {
    if (packet instanceof SessionPacket.Register register && register.last()) {
      send(link, new SessionPacket.Registered(List.of()));
    } else if (packet instanceof Request request) {
      heard.add(request);
      thread.execute(() -> answer(link, request));
    }
  }

  private void answer(Link link, Request request) {
    Packet intercepted = interception.apply(request);
    Packet answer = intercepted == null ? conversations.answer(request) : intercepted;
    loop.execute(() -> send(link, answer));
  }

  private static void send(Link link, Packet packet) {
    link.send(packet);
    link.flush();
  }

  @Override
  public void writabilityChanged(Link link) {}

  @Override
  public void closed(Link link, LinkClosed cause) {}

  @Override
  public void close() {
    thread.close();
  }
}
