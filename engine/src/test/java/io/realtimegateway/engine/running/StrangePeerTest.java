package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A peer that knows the secret and does not keep to the protocol loses its link, and nothing else
/// happens.
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StrangePeerTest {
  /// Of shard 5, so behind loop 0.
  private static final long USER = 5;

  private static final LiveSession SESSION = new LiveSession(1, USER, "login", 1L << 42, 1);

  private TestDatabase database;
  private RunningEngine engine;

  @BeforeAll
  void start(@TempDir Path folder) {
    database = TestDatabase.open();
    engine = new RunningEngine(database.database(), folder, 1);
  }

  @AfterAll
  void stop() {
    engine.close();
    database.close();
  }

  /// Who sends what it may not.
  record Wrong(Role role, Packet packet) {}

  static Stream<Wrong> wrong() {
    return Stream.of(
        new Wrong(Role.GATEWAY, new Command.Barrier(1, 0, 0, 0, 10)),
        new Wrong(Role.GATEWAY, new Command.QueryPresence(1, 0, 0, List.of())),
        new Wrong(Role.GATEWAY, new Command.Announce(1, 5, 5)),
        new Wrong(Role.GATEWAY, new SessionPacket.RevokeLogins(1, 5, "login", 0, 1)),
        new Wrong(Role.GATEWAY, new SessionPacket.AnnounceProfile(1, 5, "Eve", null)),
        new Wrong(Role.GATEWAY, send(Authority.APPLICATION)),
        new Wrong(Role.GATEWAY, new SessionPacket.Attached(1)),
        new Wrong(Role.GATEWAY, new Answer.Redeemed(1)),
        new Wrong(Role.API, new SessionPacket.Connect(1, 1, 5, "t", 1, 1, 2, "login", 1, 3)),
        new Wrong(Role.API, new SessionPacket.Disconnect(1, 5)),
        new Wrong(Role.API, new Command.Typing(1, 1, 5, 5, true)));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void aPacketThatTheRoleMayNotSendClosesTheLink(Wrong wrong) {
    try (ManualGateway peer = engine.manual(wrong.role(), 9)) {
      peer.register(0);
      peer.send(0, wrong.packet());
      peer.awaitLoss();
      assertThat(peer.came()).noneMatch(Answer.class::isInstance);
    }
  }

  @Test
  void whatComesBeforeTheRegistrationClosesTheLink() {
    try (ManualGateway peer = engine.manual(Role.GATEWAY, 9)) {
      peer.send(0, send(Authority.USER));
      peer.awaitLoss();
      assertThat(peer.came()).isEmpty();
    }
  }

  @Test
  void aSecondRegistrationClosesTheLink() {
    try (ManualGateway peer = engine.manual(Role.GATEWAY, 9)) {
      peer.register(0);
      peer.send(0, new SessionPacket.Register(List.of(), List.of(), true));
      peer.awaitLoss();
    }
  }

  @Test
  void aRegistrationMayComeInParts() {
    try (ManualGateway peer = engine.manual(Role.GATEWAY, 9)) {
      peer.send(0, new SessionPacket.Register(List.of(SESSION), List.of(), false));
      peer.send(0, new SessionPacket.Register(List.of(), List.of(), false));
      peer.register(0);
      peer.register(1);
    }
  }

  @Test
  void anApiOfTheSameNodeAndLoopTakesNothingFromTheGatewayBesideIt() {
    try (ManualGateway gateway = engine.manual(Role.GATEWAY, 9);
        ManualGateway api = engine.manual(Role.API, 9)) {
      gateway.register(0, SESSION);
      gateway.register(1);
      api.register(0);
      api.register(1);
      assertThat(api.answer(request -> new Command.QueryPresence(request, 0, 0, List.of(USER))))
          .isEqualTo(new Answer.PresenceState(1, List.of(USER)));
      assertThat(gateway.losses()).isZero();
      assertThat(api.losses()).isZero();
    }
  }

  @Test
  void twoProcessesWithOneNumberTakeTheLinksFromEachOther() {
    try (ManualGateway one = engine.manual(Role.GATEWAY, 77)) {
      one.register(0);
      try (ManualGateway other = engine.manual(Role.GATEWAY, 77)) {
        one.awaitLoss();
        other.awaitLoss();
      }
    }
  }

  @Test
  void anApiThatNamesSessionsLosesItsLink() {
    try (ManualGateway peer = engine.manual(Role.API, 9)) {
      peer.send(0, new SessionPacket.Register(List.of(SESSION), List.of(), true));
      peer.awaitLoss();
      assertThat(peer.came()).isEmpty();
    }
  }

  private static Packet send(Authority authority) {
    return new Command.SendMessage(1, 5, 5, authority, "name", true, "text", null);
  }
}
