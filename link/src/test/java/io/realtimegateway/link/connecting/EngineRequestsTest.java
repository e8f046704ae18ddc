package io.realtimegateway.link.connecting;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.FakeEngine;
import io.realtimegateway.link.FakeGateway;
import io.realtimegateway.link.Fixture;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What happens to requests if links are slow, lost or down; over real sockets.
@Timeout(60)
final class EngineRequestsTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable resource : opened.reversed()) {
      resource.close();
    }
  }

  @Test
  void requestsThatLostTheirLinkAreRepeatedInOrderAndAnsweredOnce() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts());
    engine.behaviour = FakeEngine::ignore;
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, Fixture.longTimeouts()));
    gateway.awaitReady();
    List<Long> asked = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      asked.add(gateway.requestBarrier(i, LONG));
    }
    engine.events.await(50, EngineRequestsTest::isQuestion);
    engine.close();
    gateway.events.await(event -> event.equals(new FakeGateway.Event.Readiness(0)));
    asked.add(gateway.requestBarrier(1, LONG));
    var again =
        keep(
            new FakeEngine(
                loops.all.subList(0, 1), Fixture.longTimeouts(), engine.address.getPort(), 2));
    gateway.answer(asked.getLast());
    assertThat(again.events.all().stream().filter(EngineRequestsTest::isQuestion))
        .extracting(EngineRequestsTest::question)
        .isEqualTo(asked);
    assertThat(gateway.answers()).extracting(FakeGateway.Event.Answered::request).isEqualTo(asked);
    assertThat(gateway.on(() -> gateway.links.term(0))).hasValue(2);
    assertThat(gateway.metric("link.requests.open")).isZero();
  }

  @Test
  void aRequestThatIsNotAnsweredInTimeIsUnavailableAndALateAnswerIsDropped() throws Exception {
    var settings = Fixture.with(new LinkLimits.RequestLimits(100, 1 << 20));
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), settings));
    engine.behaviour = FakeEngine::ignore;
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, settings));
    gateway.awaitReady();
    long late = gateway.requestBarrier(1, Duration.ofMillis(60));
    assertUnavailable(gateway.answer(late), late);
    send(engine.opened().link(), new Answer.Ack(late, 0, 0, 0, 0, false, false));
    engine.behaviour = FakeEngine::acknowledge;
    assertThat(gateway.answer(gateway.requestBarrier(1, LONG))).isInstanceOf(Answer.Ack.class);
    assertThat(gateway.answers()).hasSize(2);
    assertThat(gateway.events.all())
        .noneMatch(event -> event instanceof FakeGateway.Event.Received(Link _, Answer.Ack _));
  }

  @Test
  void aRequestWithoutAnyEngineIsUnavailableAfterItsWait() throws Exception {
    var loops = keep(new Fixture.Loops(1, true));
    var settings = Fixture.with(new LinkLimits.RequestLimits(100, 1 << 20));
    var nobody = new EngineAddress("127.0.0.1", freePort());
    var gateway = keep(new FakeGateway(loops.all.getFirst(), 1, nobody, settings, Fixture.SECRET));
    assertUnavailable(gateway.answer(gateway.requestBarrier(1, Duration.ofMillis(60))), 1);
    assertThat(gateway.on(() -> gateway.links.term(1))).isEmpty();
  }

  @Test
  void moreRequestsThanAllowedAreRefusedAtOnce() throws Exception {
    var loops = keep(new Fixture.Loops(1, true));
    var settings = Fixture.with(new LinkLimits.RequestLimits(3, 1 << 20));
    var nobody = new EngineAddress("127.0.0.1", freePort());
    var gateway = keep(new FakeGateway(loops.all.getFirst(), 1, nobody, settings, Fixture.SECRET));
    for (int i = 0; i < 3; i++) {
      gateway.requestBarrier(i, LONG);
    }
    long fourth = gateway.requestBarrier(1, LONG);
    assertUnavailable(gateway.answer(fourth), fourth);
    assertThat(gateway.answers()).hasSize(1);
    gateway.close();
    assertThat(gateway.answers()).hasSize(4);
    assertThat(gateway.metric("link.requests.refused")).isEqualTo(4);
  }

  @Test
  void requestsHoldNoMoreBytesThanAllowed() throws Exception {
    var loops = keep(new Fixture.Loops(1, true));
    var settings = Fixture.with(new LinkLimits.RequestLimits(1000, 64 << 10));
    var nobody = new EngineAddress("127.0.0.1", freePort());
    var gateway = keep(new FakeGateway(loops.all.getFirst(), 1, nobody, settings, Fixture.SECRET));
    for (int i = 0; i < 20; i++) {
      gateway.on(
          () -> {
            long number = gateway.links.nextRequest();
            gateway.links.request(
                new Command.SendMessage(
                    number, 1, 1, Authority.USER, "name" + number, true, "x".repeat(4000), null),
                LONG,
                answer -> gateway.events.add(new FakeGateway.Event.Answered(number, answer)));
            return number;
          });
    }
    gateway.events.await(13, FakeGateway.Event.Answered.class::isInstance);
    assertThat(gateway.answers()).hasSize(13);
  }

  @Test
  void requestsWaitWhileTheLinkHasNoRoomAndNoneIsLost() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, Fixture.longTimeouts()));
    gateway.awaitReady();
    Link link = engine.opened().link();
    on(link, () -> link.reading(false));
    int count = 40_000;
    gateway.on(
        () -> {
          for (int i = 0; i < count; i++) {
            long number = gateway.links.nextRequest();
            Request request = new Command.QueryPresence(number, 1, 3, users());
            gateway.links.request(
                request,
                LONG,
                answer -> gateway.events.add(new FakeGateway.Event.Answered(number, answer)));
          }
          return true;
        });
    gateway.events.await(event -> event.equals(new FakeGateway.Event.Writable(false)));
    assertThat(gateway.answers()).isEmpty();
    on(link, () -> link.reading(true));
    gateway.events.await(count, FakeGateway.Event.Answered.class::isInstance);
    assertThat(gateway.answers())
        .allMatch(answered -> answered.answer() instanceof Answer.Ack)
        .extracting(FakeGateway.Event.Answered::request)
        .isSorted();
  }

  @Test
  void refusedRequestsThatWaitedForRoomAreDropped() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var settings = Fixture.with(new LinkLimits.RequestLimits(100_000, 64 << 20));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), settings));
    var gateway = keep(new FakeGateway(loops.all.get(1), engine, settings));
    gateway.awaitReady();
    Link link = engine.opened().link();
    on(link, () -> link.reading(false));
    int count = 40_000;
    int waiting =
        gateway.on(
            () -> {
              for (int i = 0; i < count; i++) {
                long number = gateway.links.nextRequest();
                gateway.links.request(
                    new Command.QueryPresence(number, 1, 3, users()),
                    Duration.ofMillis(200),
                    answer -> gateway.events.add(new FakeGateway.Event.Answered(number, answer)));
              }
              return gateway.links.waitingForRoom();
            });
    assertThat(waiting).isPositive();
    gateway.events.await(count, FakeGateway.Event.Answered.class::isInstance);
    assertThat(gateway.on(gateway.links::waitingForRoom)).isZero();
  }

  @Test
  void afterCloseAllRequestsAreAnsweredAndNoLinkIsReopened() throws Exception {
    var loops = keep(new Fixture.Loops(2, true));
    var engine = keep(new FakeEngine(loops.all.subList(0, 1), Fixture.longTimeouts()));
    engine.behaviour = FakeEngine::ignore;
    var gateway = new FakeGateway(loops.all.get(1), engine, Fixture.longTimeouts());
    gateway.awaitReady();
    long open = gateway.requestBarrier(1, LONG);
    gateway.close();
    assertUnavailable(gateway.answer(open), open);
    long later = gateway.requestBarrier(1, LONG);
    assertUnavailable(gateway.answer(later), later);
    assertThat(engine.closed().cause()).isEqualTo(LinkClosed.REMOTE);
  }

  private <R extends AutoCloseable> R keep(R resource) {
    opened.add(resource);
    return resource;
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

  private static List<Long> users() {
    return List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean isQuestion(FakeEngine.Event event) {
    return event instanceof FakeEngine.Event.Received(Link _, int _, Request _);
  }

  private static long question(FakeEngine.Event event) {
    return ((Request) ((FakeEngine.Event.Received) event).packet()).request();
  }

  private static void assertUnavailable(Packet answer, long request) {
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    var failure = (Answer.Failure) answer;
    assertThat(failure.code()).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(failure.request()).isEqualTo(request);
  }
}
