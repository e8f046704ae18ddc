package io.realtimegateway.engine.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import org.junit.jupiter.api.Test;

final class UsedTicketsTest {
  private static final SessionAddress ADDRESS = new SessionAddress(1, 2, 0, 3);
  private static final long EXPIRES_AT = 60_000;

  private final UsedTickets tickets = new UsedTickets();

  @Test
  void aRequestThatIsRepeatedFindsTheTicketItsOwn() {
    assertThat(tickets.redeem("t", ADDRESS, 7, EXPIRES_AT)).isTrue();
    assertThat(tickets.redeem("t", ADDRESS, 7, EXPIRES_AT)).isTrue();
  }

  @Test
  void anotherRequestOfTheSameSessionFindsTheTicketUsed() {
    assertThat(tickets.redeem("t", ADDRESS, 7, EXPIRES_AT)).isTrue();
    assertThat(tickets.redeem("t", ADDRESS, 8, EXPIRES_AT)).isFalse();
  }

  @Test
  void anotherSessionFindsTheTicketUsed() {
    assertThat(tickets.redeem("t", ADDRESS, 7, EXPIRES_AT)).isTrue();
    assertThat(tickets.redeem("t", new SessionAddress(1, 2, 0, 4), 7, EXPIRES_AT)).isFalse();
  }

  @Test
  void aTicketIsForgottenWhenItHasExpired() {
    assertThat(tickets.redeem("t", ADDRESS, 7, EXPIRES_AT)).isTrue();
    tickets.purge(EXPIRES_AT - 1);
    assertThat(tickets.redeem("t", ADDRESS, 8, EXPIRES_AT)).isFalse();
    tickets.purge(EXPIRES_AT);
    assertThat(tickets.redeem("t", ADDRESS, 8, EXPIRES_AT)).isTrue();
  }
}
