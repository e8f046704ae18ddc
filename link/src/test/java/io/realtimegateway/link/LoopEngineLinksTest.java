package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.connecting.EngineAddress;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Proof;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A gateway loop's links to an engine, over real sockets.
@Timeout(60)
final class LoopEngineLinksTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(10);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : opened.reversed()) {
      resource.close();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aGatewayLoopGetsOneLinkToEachEngineLoopAndAsksTheOwnerOfAShard(boolean isEpoll)
      throws Exception {
    var loops = keep(new Fixture.Loops(4, isEpoll));
    var engine = keep(new FakeEngine(loops.all.subList(0, 3), Fixture.longTimeouts(), 0, 5));
    var gateway = keep(new FakeGateway(loops.all.get(3), engine, Fixture.longTimeouts()));
    gateway.awaitReady();
    for (int shard = 0; shard < Shards.COUNT; shard++) {
      long request = gateway.requestBarrier(shard, LONG);
      assertThat(gateway.answer(request)).isInstanceOf(Answer.Ack.class);
      int owner = Shards.logOf(shard) % 3;
      var asked = engine.events.await(event -> isAsked(event, request));
      assertThat(((FakeEngine.Event.Received) asked).loop()).isEqualTo(owner);
    }
    assertThat(engine.events.all().stream().filter(FakeEngine.Event.Opened.class::isInstance))
        .hasSize(3);
    assertThat(gateway.on(() -> gateway.links.term(63))).hasValue(5);
    assertThat(gateway.metric("link.open")).isEqualTo(3);
    assertThat(engine.metric("link.open")).isEqualTo(3);
    assertThat(gateway.metric("link.frames", "direction", "in"))
        .isEqualTo(engine.metric("link.frames", "direction", "out"));
    assertThat(gateway.metric("link.bytes", "direction", "in"))
        .isEqualTo(engine.metric("link.bytes", "direction", "out"));
  }

  @Test
  void gatewayAndEngineCanLiveOnTheSameLoops() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all, Fixture.longTimeouts()));
    var first = keep(gateway(loops, 0, engine, Fixture.longTimeouts()));
    var second = keep(gateway(loops, 1, engine, Fixture.longTimeouts()));
    first.awaitReady();
    second.awaitReady();
    assertThat(first.answer(first.requestBarrier(63, LONG))).isInstanceOf(Answer.Ack.class);
    assertThat(second.answer(second.requestBarrier(0, LONG))).isInstanceOf(Answer.Ack.class);
  }

  @Test
  void aLinkIsReadyOnlyWhenTheEngineHasRegisteredIt() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    engine.behaviour = (_, _) -> {};
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, Fixture.longTimeouts()));
    Link link = engine.opened().link();
    engine.events.await(event -> event instanceof FakeEngine.Event.Received);
    assertThat(gateway.on(() -> gateway.links.isReady(0))).isFalse();
    assertThat(gateway.on(() -> gateway.links.term(0))).hasValue(1);
    long request = gateway.requestBarrier(0, LONG);
    engine.behaviour = FakeEngine::acknowledge;
    send(link, new SessionPacket.Registered(List.of(new Position(0, 5, 9))));
    assertThat(gateway.answer(request)).isInstanceOf(Answer.Ack.class);
    gateway.events.await(
        event -> event instanceof FakeGateway.Event.Received(Link _, SessionPacket.Registered _));
  }

  @Test
  void packetsThatAreNoAnswersGoToTheListener() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, Fixture.longTimeouts()));
    gateway.awaitReady();
    Link link = engine.opened().link();
    List<Packet> told =
        List.of(
            new SessionPacket.Attached(5),
            new Delivery.AudienceDefine(1, 9, List.of(5L)),
            new Delivery.Deliver(1, 3, 8, 0, new Event.TypingEvent(9, 7, true)),
            new Delivery.Lagging(3, 9, List.of(5L)),
            new Answer.Failure(77, ErrorCode.NOT_FOUND, "typing where one may not", null),
            new LinkPacket.Drain(1000));
    told.forEach(packet -> send(link, packet));
    gateway.events.await(event -> isReceived(event, told.getLast()));
    assertThat(gateway.events.all().stream().filter(FakeGateway.Event.Received.class::isInstance))
        .extracting(event -> ((FakeGateway.Event.Received) event).packet())
        .containsSubsequence(told);
  }

  @Test
  void deliveriesOfAPreviousOwnerAreDropped() throws Exception {
    var loops = keep(new Fixture.Loops(3, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 2), Fixture.longTimeouts()));
    var gateway = keep(new FakeGateway(loops.all.get(2), engine, Fixture.longTimeouts()));
    gateway.awaitReady();
    var zero = engine.events.await(event -> isOpened(event, 0)).link();
    send(zero, new Delivery.Deliver(1, 8, 8, 0, new Event.TypingEvent(9, 7, true)));
    send(zero, new SessionPacket.Attached(5));
    gateway.events.await(event -> isReceived(event, new SessionPacket.Attached(5)));
    assertThat(gateway.events.all())
        .noneMatch(event -> event instanceof FakeGateway.Event.Received(Link _, Delivery _));
    assertThat(gateway.metric("link.stale")).isEqualTo(1);
  }

  @Test
  void pingsCarryTheChangedPositions() throws Exception {
    var settings = Fixture.with(LONG, Duration.ofMillis(40), LONG);
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), settings));
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, settings));
    var quiet = gateway.events.await(FakeGateway.Event.Positions.class);
    assertThat(quiet.ping().positions()).isEmpty();
    engine.index = 8;
    var moved = gateway.events.await(event -> tells(event, new Position(0, 5, 8)));
    assertThat(((FakeGateway.Event.Positions) moved).ping().positions()).hasSize(1);
  }

  @Test
  void aGatewayWithAnotherSecretGetsNoLinkAndTheEngineSeesNone() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    var gateway =
        keep(
            new FakeGateway(
                loops.all.get(1),
                1,
                engine.engineAddress(),
                Fixture.longTimeouts(),
                Fixture.OTHER_SECRET));
    awaitMetric(gateway, 2, "link.closed", "cause", "refused");
    assertThat(engine.events.all()).isEmpty();
    assertThat(gateway.events.all()).isEmpty();
  }

  @Test
  void anEngineThatLeavesDuringTheHandshakeIsTriedAgain() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var address = new EngineAddress("127.0.0.1", door.getLocalPort());
      var gateway =
          keep(
              new FakeGateway(
                  loops.all.getFirst(), 1, address, Fixture.longTimeouts(), Fixture.SECRET));
      door.accept().close();
      try (RawPeer half = new RawPeer(door.accept())) {
        half.write(new LinkPacket.Challenge(1, 0, new Nonce(1, 2)));
        half.read(LinkPacket.Hello.class);
      }
      try (RawPeer impostor = new RawPeer(door.accept())) {
        impostor.write(new LinkPacket.Challenge(1, 0, new Nonce(1, 2)));
        impostor.read(LinkPacket.Hello.class);
        impostor.write(
            new LinkPacket.Welcome(1, 0, 9, 0, 1, new Proof(1, 2, 3, 4), List.of(), List.of()));
        assertThat(impostor.readUntilClosed().code()).isEqualTo(ErrorCode.UNAUTHORIZED);
      }
      assertThat(gateway.events.all()).isEmpty();
      assertThat(door.accept().isConnected()).isTrue();
    }
  }

  @Test
  void anEngineThatComesBackWithFewerOrMoreLoopsGetsOneLinkToEach() throws Exception {
    var loops = keep(new Fixture.Loops(4, true));
    var three = new FakeEngine(loops.all.subList(0, 3), Fixture.longTimeouts());
    var gateway = keep(new FakeGateway(loops.all.get(3), three, Fixture.longTimeouts()));
    gateway.awaitReady();
    three.close();
    int port = three.address.getPort();
    gateway.events.await(event -> event.equals(new FakeGateway.Event.Readiness(0)));
    var one = new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts(), port, 2);
    awaitMetric(gateway, 1, "link.open");
    assertThat(gateway.answer(gateway.requestBarrier(63, LONG))).isInstanceOf(Answer.Ack.class);
    one.close();
    var two = keep(new FakeEngine(loops.all.subList(0, 2), Fixture.longTimeouts(), port, 3));
    assertThat(gateway.answer(gateway.requestBarrier(8, LONG))).isInstanceOf(Answer.Ack.class);
    var asked = two.events.await(LoopEngineLinksTest::isQuestion);
    assertThat(((FakeEngine.Event.Received) asked).loop()).isEqualTo(1);
    assertThat(gateway.metric("link.open")).isEqualTo(2);
  }

  @Test
  void anEngineThatComesBackUnderALowerTermIsLinked() throws Exception {
    var loops = keep(new Fixture.Loops(3, true));
    var before = new FakeEngine(loops.all.subList(0, 2), Fixture.longTimeouts(), 0, 9);
    var gateway = keep(new FakeGateway(loops.all.get(2), before, Fixture.longTimeouts()));
    gateway.awaitReady();
    int port = before.address.getPort();
    before.close();
    gateway.events.await(event -> event.equals(new FakeGateway.Event.Readiness(0)));
    keep(new FakeEngine(loops.all.subList(0, 2), Fixture.longTimeouts(), port, 4));
    for (int shard : new int[] {0, 8, 63}) {
      assertThat(gateway.answer(gateway.requestBarrier(shard, SOON)))
          .isInstanceOf(Answer.Ack.class);
      assertThat(gateway.on(() -> gateway.links.term(shard))).hasValue(4);
    }
  }

  @Test
  void anEngineWithALowerTermIsRefusedWhileAnotherWithAHigherIsLinked() throws Exception {
    var loops = keep(new Fixture.Loops(1, true));
    try (var door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      var address = new EngineAddress("127.0.0.1", door.getLocalPort());
      var gateway =
          keep(
              new FakeGateway(
                  loops.all.getFirst(), 1, address, Fixture.longTimeouts(), Fixture.SECRET));
      RawPeer first = keep(RawPeer.welcoming(door.accept(), 70, 9, 2));
      first.read(SessionPacket.Register.class);
      RawPeer second = keep(RawPeer.welcoming(door.accept(), 70, 9, 2));
      second.read(SessionPacket.Register.class);
      second.close();
      try (RawPeer refused = RawPeer.welcoming(door.accept(), 80, 4, 2)) {
        assertThat(refused.readUntilClosed().message()).contains("a higher term");
      }
      assertThat(gateway.on(() -> gateway.links.term(0))).hasValue(9);
      first.close();
      Packet said;
      do {
        said = keep(RawPeer.welcoming(door.accept(), 80, 4, 2)).read();
      } while (!(said instanceof SessionPacket.Register));
    }
  }

  @Test
  void aHundredLinksAreReopenedAfterARestart() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var first = new FakeEngine(loops.all, Fixture.longTimeouts());
    List<FakeGateway> gateways = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      var gateway =
          new FakeGateway(
              loops.all.get(i % 2),
              i + 1,
              first.engineAddress(),
              Fixture.longTimeouts(),
              Fixture.SECRET);
      gateways.add(keep(gateway));
    }
    gateways.forEach(FakeGateway::awaitReady);
    assertThat(first.metric("link.open")).isEqualTo(100);
    first.close();
    List<Long> asked = gateways.stream().map(gateway -> gateway.requestBarrier(11, LONG)).toList();
    var second =
        keep(new FakeEngine(loops.all, Fixture.longTimeouts(), first.address.getPort(), 2));
    for (int i = 0; i < gateways.size(); i++) {
      assertThat(gateways.get(i).answer(asked.get(i))).isInstanceOf(Answer.Ack.class);
    }
    second.events.await(100, FakeEngine.Event.Opened.class::isInstance);
    Set<Peer> peers = new HashSet<>();
    second.events.all().forEach(event -> peers.add(event.link().peer()));
    assertThat(peers).hasSize(50);
    assertThat(second.metric("link.open")).isEqualTo(100);
  }

  @Test
  void allPacketsOfALoopTurnAreWrittenAtOnce() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, Fixture.longTimeouts()));
    gateway.awaitReady();
    var isTurnOver = new AtomicBoolean();
    List<Boolean> together = new ArrayList<>();
    engine.behaviour =
        (link, _) -> {
          if (together.isEmpty()) {
            link.eventLoop().execute(() -> isTurnOver.set(true));
          }
          together.add(!isTurnOver.get());
        };
    gateway.on(
        () -> {
          for (int i = 1; i <= 100; i++) {
            gateway.links.send(3, new SessionPacket.Disconnect(i, 1));
          }
          return true;
        });
    engine.events.await(
        100,
        event ->
            event instanceof FakeEngine.Event.Received(Link _, int _, SessionPacket.Disconnect _));
    Link link = engine.opened().link();
    on(link, () -> assertThat(together).hasSize(100).containsOnly(true));
  }

  private <R extends AutoCloseable> R keep(R resource) {
    opened.add(resource);
    return resource;
  }

  private static FakeGateway gateway(
      Fixture.Loops loops, int loop, FakeEngine engine, LinkLimits settings) {
    return new FakeGateway(
        loops.all.get(loop), loop + 1L, engine.engineAddress(), settings, Fixture.SECRET);
  }

  private static void on(Link link, Runnable task) {
    link.eventLoop().submit(task).syncUninterruptibly();
  }

  private static void send(Link link, Packet packet) {
    on(
        link,
        () -> {
          link.send(packet);
          link.flush();
        });
  }

  private static boolean isQuestion(FakeEngine.Event event) {
    return event instanceof FakeEngine.Event.Received(Link _, int _, Request _);
  }

  private static long question(FakeEngine.Event event) {
    return ((Request) ((FakeEngine.Event.Received) event).packet()).request();
  }

  private static boolean isAsked(FakeEngine.Event event, long request) {
    return isQuestion(event) && question(event) == request;
  }

  private static boolean isOpened(FakeEngine.Event event, int loop) {
    return event instanceof FakeEngine.Event.Opened(Link _, int on) && on == loop;
  }

  private static boolean isReceived(FakeGateway.Event event, Packet packet) {
    return event instanceof FakeGateway.Event.Received(Link _, Packet came) && came.equals(packet);
  }

  private static boolean tells(FakeGateway.Event event, Position position) {
    return event instanceof FakeGateway.Event.Positions(LinkPacket.Ping ping)
        && ping.positions().contains(position);
  }

  private static void awaitMetric(FakeGateway gateway, int value, String name, String... tags) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (gateway.metric(name, tags) < value) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.onSpinWait();
    }
  }
}
