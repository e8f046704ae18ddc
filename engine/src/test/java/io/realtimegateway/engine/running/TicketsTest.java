package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.SessionPacket.LiveSession;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tickets, however long they live, and the end of all logins of their user.
@Timeout(120)
final class TicketsTest {
  private static final long SESSION = 1;
  private static final long OTHER = 2;

  private final TestDatabase database = TestDatabase.open();
  private final long start = System.currentTimeMillis();
  private final long loginExpiresAt = start + 3_600_000;
  private RunningEngine engine;
  private ManualGateway gateway;
  private ManualGateway api;
  private long user;

  @BeforeEach
  void start(@TempDir Path folder) {
    engine = new RunningEngine(database.database(), folder, 1);
    user = engine.user("ann");
    gateway = engine.manual(Role.GATEWAY, 9);
    api = engine.manual(Role.API, 9);
    for (int loop = 0; loop < 2; loop++) {
      gateway.register(loop);
      api.register(loop);
    }
  }

  @AfterEach
  void stop() {
    gateway.close();
    api.close();
    engine.close();
    database.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {5_000, 60_000, 600_000})
  void aTicketOfALoginFromBeforeTheEndOfAllLoginsIsRefusedWheneverItWasMade(long lifetime) {
    long end = endAllLogins();

    Packet before = connect(SESSION, end - 1, end - 1 + lifetime, end - 1);
    Packet after = connect(OTHER, end + 1, end + 1 + lifetime, end - 1);

    assertThat(before).isEqualTo(refused(before, "the login was ended"));
    assertThat(after).isEqualTo(refused(after, "the login was ended"));
  }

  @ParameterizedTest
  @ValueSource(longs = {5_000, 60_000, 600_000})
  void aTicketOfALoginFromAfterTheEndOfAllLoginsIsGood(long lifetime) {
    long end = endAllLogins();

    assertThat(connect(SESSION, end, end + lifetime, end)).isInstanceOf(Answer.Redeemed.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {5_000, 60_000, 600_000})
  void aSessionIsRefreshedWithLoginsFromAfterTheEndOfAllLoginsOnly(long lifetime) {
    long end = endAllLogins();
    LiveSession session = gateway.attach(SESSION, user);

    Packet before = gateway.refresh(session, end + 1, end + 1 + lifetime, end - 1);
    Packet after = gateway.refresh(session, end, end + lifetime, end);

    assertThat(before).isEqualTo(refused(before, "the login was ended"));
    assertThat(after).isInstanceOf(Answer.Ack.class);
  }

  @Test
  void aSessionEndsWithTheLoginsThatWereIssuedBeforeItsOwn() {
    connect(SESSION, start + 1, start + 60_000, start - 1);
    connect(OTHER, start + 1, start + 60_000, start);

    endLoginsBefore(start);
    gateway.await("the end", packet -> packet instanceof SessionPacket.EndSession);

    assertThat(gateway.came())
        .filteredOn(SessionPacket.EndSession.class::isInstance)
        .extracting(packet -> ((SessionPacket.EndSession) packet).session())
        .containsExactly(SESSION);
  }

  /// The end of the old login comes after the refresh with a ticket of the same login.
  @Test
  void aRefreshWithTheSameLoginDoesNotSaveASessionFromItsEnd() {
    LiveSession session = gateway.attach(SESSION, user);
    gateway.refresh(session, start + 2, start + 60_000, start - 1);

    endLoginsBefore(start);

    gateway.await("the end", packet -> packet instanceof SessionPacket.EndSession);
  }

  @Test
  void aTicketFromTheFutureIsRefused() {
    long hour = 3_600_000;

    Packet expired = connect(SESSION, start + 60_001, start + 60_000, start);
    Packet future = connect(SESSION, start + hour - 1, start + hour, start);

    assertThat(expired).isEqualTo(refused(expired, "the ticket is from the future"));
    assertThat(future).isEqualTo(refused(future, "the ticket is from the future"));
  }

  private Packet connect(long session, long issuedAt, long expiresAt, long loginIssuedAt) {
    return gateway.connect(session, user, issuedAt, expiresAt, loginIssuedAt, loginExpiresAt);
  }

  /// @return when, epoch milliseconds
  private long endAllLogins() {
    long now = System.currentTimeMillis();
    endLoginsBefore(now);
    return now;
  }

  private void endLoginsBefore(long time) {
    assertThat(
            api.answer(
                request ->
                    new SessionPacket.RevokeLogins(request, user, null, time, loginExpiresAt)))
        .isInstanceOf(Answer.Ack.class);
  }

  private static Answer.Failure refused(Packet answer, String why) {
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    long request = ((Answer.Failure) answer).request();
    return new Answer.Failure(request, ErrorCode.UNAUTHORIZED, why, null);
  }
}
