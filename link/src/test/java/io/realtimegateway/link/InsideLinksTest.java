package io.realtimegateway.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.connecting.EngineRoute;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Links inside one process: the same handshake, heartbeat and bounds as over TCP.
@Timeout(60)
final class InsideLinksTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : opened.reversed()) {
      resource.close();
    }
  }

  @Test
  void eachLoopGetsOneLinkToEachEngineLoopAndReachesTheOwnerOfAShard() throws Exception {
    var loops = keep(new Fixture.Loops(3, true));
    var engine = keep(new FakeEngine(loops.all, Fixture.longTimeouts()));
    var first = keep(gateway(loops, 0, engine, Fixture.longTimeouts(), Fixture.SECRET));
    var second = keep(gateway(loops, 1, engine, Fixture.longTimeouts(), Fixture.SECRET));
    for (FakeGateway gateway : List.of(first, second)) {
      gateway.awaitReady();
      for (int shard = 0; shard < Shards.COUNT; shard++) {
        assertThat(gateway.answer(gateway.requestBarrier(shard, LONG)))
            .isInstanceOf(Answer.Ack.class);
      }
      assertThat(gateway.metric("link.open")).isEqualTo(3);
    }
    assertThat(engine.metric("link.open")).isEqualTo(6);
    for (int loop = 0; loop < 3; loop++) {
      int number = loop;
      assertThat(engine.events.all())
          .filteredOn(
              event -> event instanceof FakeEngine.Event.Opened(Link _, int on) && on == number)
          .hasSize(2);
    }
  }

  @Test
  void theSecretIsRequiredInsideTheProcessToo() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all, Fixture.longTimeouts()));
    var gateway = keep(gateway(loops, 0, engine, Fixture.longTimeouts(), Fixture.OTHER_SECRET));
    engine.awaitCloses("refused", 2);
    assertThat(engine.events.all()).isEmpty();
    assertThat(gateway.events.all()).isEmpty();
  }

  @Test
  void aLinkThatTheEngineClosedIsReopenedAndOpenRequestsAreAnswered() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all, Fixture.longTimeouts()));
    var gateway = keep(gateway(loops, 0, engine, Fixture.longTimeouts(), Fixture.SECRET));
    gateway.awaitReady();
    Link broken =
        engine
            .events
            .await(event -> event instanceof FakeEngine.Event.Opened(Link _, int on) && on == 1)
            .link();
    engine.behaviour =
        (link, packet) -> {
          if (link.equals(broken)) {
            link.close(LinkClosed.LOCAL, "a test");
          } else {
            FakeEngine.acknowledge(link, packet);
          }
        };
    long unanswered = gateway.requestBarrier(8, LONG);
    assertThat(gateway.answer(unanswered)).isInstanceOf(Answer.Ack.class);
    assertThat(gateway.metric("link.closed", "cause", "remote")).isEqualTo(1);
  }

  @Test
  void anEngineThatStopsClosesItsLinksAndTakesNoOthers() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = new FakeEngine(loops.all, Fixture.longTimeouts());
    var gateway = keep(gateway(loops, 0, engine, Fixture.longTimeouts(), Fixture.SECRET));
    gateway.awaitReady();
    engine.close();
    gateway.events.await(event -> event.equals(new FakeGateway.Event.Readiness(0)));
    assertThat(gateway.answer(gateway.requestBarrier(0, Duration.ofMillis(200))))
        .isInstanceOf(Answer.Failure.class);
  }

  @Test
  void aGatewayThatReadsNothingIsUnwritableThenClosedAtTheHardLimit() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    var gateway = keep(gateway(loops, 1, engine, Fixture.longTimeouts(), Fixture.SECRET));
    gateway.awaitReady();
    Link link = engine.opened().link();
    AtomicBoolean isStuck = new AtomicBoolean(true);
    gateway.loop.execute(
        () -> {
          while (isStuck.get()) {
            Thread.onSpinWait();
          }
        });
    link.eventLoop().execute(() -> Fixture.flood(link, () -> !link.isWritable()));
    engine.events.await(
        event -> event instanceof FakeEngine.Event.Writable(Link _, boolean is) && !is);
    link.eventLoop().execute(() -> Fixture.flood(link, () -> !link.isOpen()));
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.OVERFLOW);
    isStuck.set(false);
    gateway.awaitReady();
    assertThat(gateway.answer(gateway.requestBarrier(0, LONG))).isInstanceOf(Answer.Ack.class);
  }

  @Test
  void aGatewayThatReadsAgainGetsEverythingAndTheLinkIsWritableAgain() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    var gateway = keep(gateway(loops, 1, engine, Fixture.longTimeouts(), Fixture.SECRET));
    gateway.awaitReady();
    Link link = engine.opened().link();
    AtomicBoolean isStuck = new AtomicBoolean(true);
    gateway.loop.execute(
        () -> {
          while (isStuck.get()) {
            Thread.onSpinWait();
          }
        });
    var last = new SessionPacket.EndSession(2, 4401, "the last one");
    link.eventLoop()
        .execute(
            () -> {
              Fixture.flood(link, () -> !link.isWritable());
              link.send(last);
              link.flush();
            });
    engine.events.await(
        event -> event instanceof FakeEngine.Event.Writable(Link _, boolean is) && !is);
    isStuck.set(false);
    engine.events.await(
        event -> event instanceof FakeEngine.Event.Writable(Link _, boolean is) && is);
    gateway.events.await(
        event ->
            event instanceof FakeGateway.Event.Received(Link _, var packet) && packet.equals(last));
    assertThat(gateway.metric("link.frames", "direction", "in"))
        .isEqualTo(engine.metric("link.frames", "direction", "out"));
  }

  @Test
  void aPacketTooLargeForAFrameIsRefusedInsideTheProcessToo() throws Exception {
    var loops = keep(new Fixture.Loops(1, true));
    var engine = keep(new FakeEngine(loops.all, Fixture.longTimeouts()));
    var gateway = keep(gateway(loops, 0, engine, Fixture.longTimeouts(), Fixture.SECRET));
    gateway.awaitReady();
    Link link = engine.opened().link();
    var session = new SessionPacket.LiveSession(1, 1, "a login", 1, 1);
    var tooLong = new SessionPacket.Register(Collections.nCopies(60_000, session), List.of(), true);
    var refused = new CompletableFuture<Throwable>();
    link.eventLoop()
        .execute(
            () -> {
              try {
                link.send(tooLong);
                refused.complete(new AssertionError("it was sent"));
              } catch (IllegalArgumentException expected) {
                refused.complete(expected);
              }
            });
    assertThat(refused.get(20, TimeUnit.SECONDS))
        .hasMessageEndingWith("bytes is over the limit of 1048576");
    assertThat(gateway.answer(gateway.requestBarrier(0, LONG))).isInstanceOf(Answer.Ack.class);
  }

  private static FakeGateway gateway(
      Fixture.Loops loops, int loop, FakeEngine engine, LinkLimits settings, Secret secret) {
    return new FakeGateway(
        loops.all.get(loop), 40 + loop, new EngineRoute.InProcess(engine.server), settings, secret);
  }

  private <T extends AutoCloseable> T keep(T resource) {
    opened.add(resource);
    return resource;
  }
}
