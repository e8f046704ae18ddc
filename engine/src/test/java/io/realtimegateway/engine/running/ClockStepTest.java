package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The machine's clock is set back: while the engine runs, and while it does not.
@Timeout(60)
final class ClockStepTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final int MESSAGES = 20;

  @TempDir private Path folder;

  private final SteppingClock clock = new SteppingClock();
  private final List<Answer.Ack> acks = new ArrayList<>();
  private final List<String> names = new ArrayList<>();

  /// The system's, some time behind.
  private static final class SteppingClock extends Clock {
    private volatile Duration behind = Duration.ZERO;

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Instant instant() {
      return Instant.now().minus(behind);
    }
  }

  @Test
  void idsAndSeqsGoOnAfterAnHourBackAndNamesAreStillKnown() {
    try (TestDatabase database = TestDatabase.open()) {
      long ann;
      long conversation;
      try (RunningEngine engine = new RunningEngine(database.database(), folder, 1, clock)) {
        ann = engine.user("ann");
        conversation = engine.conversation(List.of(ann, engine.user("ben")));
        TestGateway gateway = engine.gateway();
        send(gateway, ann, conversation);
        clock.behind = HOUR;
        send(gateway, ann, conversation);
        repeat(gateway, ann, conversation);
      }
      clock.behind = HOUR.multipliedBy(2);
      try (RunningEngine engine = new RunningEngine(database.database(), folder, 2, clock)) {
        TestGateway gateway = engine.gateway();
        send(gateway, ann, conversation);
        repeat(gateway, ann, conversation);
      }
    }
    assertThat(acks).hasSize(3 * MESSAGES);
    for (int number = 1; number < acks.size(); number++) {
      assertThat(acks.get(number).messageID()).isGreaterThan(acks.get(number - 1).messageID());
      assertThat(acks.get(number).seq()).isEqualTo(number + 1);
    }
  }

  private void send(TestGateway gateway, long author, long conversation) {
    for (int number = 0; number < MESSAGES; number++) {
      names.add(name());
      acks.add(ask(gateway, author, conversation, names.size() - 1));
    }
  }

  /// Each is answered as it was the first time.
  private void repeat(TestGateway gateway, long author, long conversation) {
    for (int number = 0; number < names.size(); number++) {
      Answer.Ack again = ask(gateway, author, conversation, number);
      assertThat(again.messageID()).isEqualTo(acks.get(number).messageID());
      assertThat(again.seq()).isEqualTo(acks.get(number).seq());
    }
  }

  private Answer.Ack ask(TestGateway gateway, long author, long conversation, int number) {
    return (Answer.Ack)
        gateway.answer(
            request ->
                new Command.SendMessage(
                    request,
                    author,
                    conversation,
                    Authority.USER,
                    names.get(number),
                    true,
                    "text " + number,
                    null));
  }

  /// A UUIDv7 of the clock that stepped.
  private String name() {
    UUID random = UUID.randomUUID();
    long high = clock.millis() << 16 | 0x7000 | (random.getMostSignificantBits() & 0xfff);
    return new UUID(high, random.getLeastSignificantBits()).toString();
  }
}
