package io.realtimegateway.link.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.link.Fixture;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.link.Peer;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Proof;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.security.LinkProof;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkStateTest {
  private static final LinkProof PROOF = new LinkProof(Fixture.SECRET);
  private static final LinkProof OTHER_PROOF = new LinkProof(Fixture.OTHER_SECRET);
  private static final Nonce CHALLENGE = new Nonce(1, 2);
  private static final Nonce HELLO = new Nonce(3, 4);
  private static final Peer SELF = new Peer(Role.API, 99, 1);
  private static final List<LinkPacket.OwnedLog> LOGS = List.of(new LinkPacket.OwnedLog(3, 8));
  private static final List<Position> POSITIONS = List.of(new Position(24, 77, 5));

  private final LinkState.AwaitHello awaitHello = new LinkState.AwaitHello(CHALLENGE);
  private final LinkState.AwaitChallenge awaitChallenge = new LinkState.AwaitChallenge(SELF, 3);
  private final LinkPacket.Challenge challenge = new LinkPacket.Challenge(1, 0, CHALLENGE);

  @Test
  void twoEndsWithOneSecretBecomeOpen() {
    var awaitWelcome = awaitWelcome();
    var proven = proven(awaitWelcome.hello());
    assertThat(proven.peer()).isEqualTo(SELF);
    assertThat(proven.open()).isEqualTo(new LinkState.Open(SELF, 0));
    var welcome = proven.welcome(PROOF, 4711, 3, 4, LOGS, POSITIONS);
    assertThat(welcome.logs()).isEqualTo(LOGS);
    assertThat(welcome.positions()).isEqualTo(POSITIONS);
    assertThat(awaitWelcome.welcome(welcome, PROOF))
        .isEqualTo(new LinkState.Open(new Peer(Role.ENGINE, 4711, 3), 0));
  }

  @Test
  void bothSpeakTheLowerMinor() {
    var newer = new LinkPacket.Challenge(1, 9, CHALLENGE);
    var awaitWelcome = (LinkState.AwaitWelcome) awaitChallenge.challenge(newer, HELLO, PROOF);
    assertThat(awaitWelcome.minor()).isZero();
    assertThat(proven(awaitWelcome.hello()).minor()).isZero();
  }

  @Test
  void aHelloUnderAnotherSecretIsRefused() {
    var hello = awaitWelcome().hello();
    assertRefused(awaitHello.hello(hello, OTHER_PROOF), ErrorCode.UNAUTHORIZED, "link secret");
  }

  @Test
  void aHelloForAnotherChallengeIsRefused() {
    var replayed = awaitWelcome().hello();
    var otherConnection = new LinkState.AwaitHello(new Nonce(1, 3));
    assertRefused(otherConnection.hello(replayed, PROOF), ErrorCode.UNAUTHORIZED, "link secret");
  }

  @Test
  void aHelloWhoseNodeWasChangedOnTheWayIsRefused() {
    var hello = awaitWelcome().hello();
    var changed = new LinkPacket.Hello(1, 0, hello.role(), 98, 1, 3, hello.nonce(), hello.proof());
    assertRefused(awaitHello.hello(changed, PROOF), ErrorCode.UNAUTHORIZED, "link secret");
  }

  @Test
  void aHelloOfAnotherMajorIsRefusedWithBothVersions() {
    var hello = new LinkPacket.Hello(2, 0, Role.API, 99, 1, 3, HELLO, new Proof(1, 2, 3, 4));
    assertRefused(
        awaitHello.hello(hello, PROOF),
        ErrorCode.BAD_REQUEST,
        "this side speaks version 1 of the protocol, not 2");
  }

  @Test
  void anythingButHelloIsRefused() {
    assertRefused(awaitHello.hello(challenge, PROOF), ErrorCode.BAD_REQUEST, "Hello was expected");
  }

  @Test
  void aChallengeOfAnotherMajorIsRefused() {
    assertRefused(
        awaitChallenge.challenge(new LinkPacket.Challenge(2, 0, CHALLENGE), HELLO, PROOF),
        ErrorCode.BAD_REQUEST,
        "this side speaks version 1 of the protocol, not 2");
  }

  @Test
  void anythingButChallengeIsRefused() {
    assertRefused(
        awaitChallenge.challenge(new LinkPacket.Pong(1), HELLO, PROOF),
        ErrorCode.BAD_REQUEST,
        "Challenge was expected");
  }

  @Test
  void anErrorInsteadOfAChallengeOrWelcomeIsReported() {
    var failure = new Answer.Failure(0, ErrorCode.SERVICE_UNAVAILABLE, "too many", null);
    assertRefused(
        awaitChallenge.challenge(failure, HELLO, PROOF),
        ErrorCode.SERVICE_UNAVAILABLE,
        "the other side said: too many");
    assertRefused(
        awaitWelcome().welcome(failure, PROOF),
        ErrorCode.SERVICE_UNAVAILABLE,
        "the other side said: too many");
  }

  @Test
  void anEngineThatDoesNotKnowTheSecretIsRefused() {
    var awaitWelcome = awaitWelcome();
    var welcome = proven(awaitWelcome.hello()).welcome(OTHER_PROOF, 4711, 3, 4, LOGS, POSITIONS);
    assertRefused(awaitWelcome.welcome(welcome, PROOF), ErrorCode.UNAUTHORIZED, "link secret");
  }

  @Test
  void aWelcomeOfAnotherVersionThanAgreedIsRefused() {
    var awaitWelcome = awaitWelcome();
    var welcome = new LinkPacket.Welcome(1, 1, 4711, 3, 4, new Proof(1, 2, 3, 4), LOGS, POSITIONS);
    assertRefused(awaitWelcome.welcome(welcome, PROOF), ErrorCode.BAD_REQUEST, "another version");
  }

  @Test
  void anythingButWelcomeIsRefused() {
    assertRefused(
        awaitWelcome().welcome(challenge, PROOF), ErrorCode.BAD_REQUEST, "Welcome was expected");
  }

  @Test
  void aLinkThatIsClosingKeepsItsFirstCause() {
    var open = new LinkState.Open(SELF, 0);
    var closing = open.close(LinkClosed.SILENT, ErrorCode.TIMEOUT, "nothing");
    assertThat(closing.close(LinkClosed.REMOTE, ErrorCode.INTERNAL, "later")).isSameAs(closing);
  }

  private LinkState.AwaitWelcome awaitWelcome() {
    return (LinkState.AwaitWelcome) awaitChallenge.challenge(challenge, HELLO, PROOF);
  }

  private LinkState.Proven proven(LinkPacket.Hello hello) {
    return (LinkState.Proven) awaitHello.hello(hello, PROOF);
  }

  private static void assertRefused(LinkState state, ErrorCode code, String words) {
    assertThat(state).isInstanceOf(LinkState.Closing.class);
    var closing = (LinkState.Closing) state;
    assertThat(closing.cause()).isEqualTo(LinkClosed.REFUSED);
    assertThat(closing.code()).isEqualTo(code);
    assertThat(closing.message()).contains(words);
  }
}
