package io.realtimegateway.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.ErrorCode;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Look-ups that take long, while much is said in the conversation.
final class LookUpTest implements Surroundings {
  private static final long AUTHOR = 1;

  private final Conversation core =
      new Conversation(
          7, "group-chat", AUTHOR, 0, List.of(new Member(AUTHOR, 0, 0, 0), new Member(2, 0, 0, 0)));
  private long ids;
  private int names;

  private Named named(long author) {
    return new Named(author, NameKind.CLIENT_MESSAGE_ID, "n" + ++names, 0, 0);
  }

  private Fact say() {
    Decision decision = core.decide(new HistoryCommand.Send(named(2), false, "text", null), this);
    Fact fact = ((Decision.Accepted) decision).fact();
    core.commit(fact.lastSeq());
    return fact;
  }

  private HistoryCommand editOf(long message) {
    return new HistoryCommand.Edit(named(AUTHOR), true, message, "other", null, 0);
  }

  private static Message found(long id, long changeSeq) {
    return new Message(id, AUTHOR, 0, changeSeq, 0, false, null, null);
  }

  @Test
  void howeverMuchIsSaidMeanwhileWhatWasFoundCounts() {
    HistoryCommand edit = editOf(4711);
    assertThat(core.decide(edit, this)).isEqualTo(new Decision.NeedsMessage(4711));
    core.seek(4711);
    for (int i = 0; i < 1000; i++) {
      say();
    }
    core.learn(4711, found(4711, 0));
    assertThat(core.decide(edit, this)).isInstanceOf(Decision.Accepted.class);
  }

  @Test
  void aStateThatIsOlderThanWhatMemoryHasForgottenAgainIsPassedOver() {
    long message = ((Fact.Created) say()).messageID();
    for (int i = 0; i < 300; i++) {
      say();
    }
    HistoryCommand edit = editOf(message);
    assertThat(core.decide(edit, this)).isEqualTo(new Decision.NeedsMessage(message));
    core.seek(message);
    core.seek(message);
    core.learn(message, found(message, 1));
    HistoryCommand delete = new HistoryCommand.Delete(named(2), true, message, 0);
    Fact deleted = ((Decision.Accepted) core.decide(delete, this)).fact();
    core.commit(deleted.lastSeq());
    for (int i = 0; i < 300; i++) {
      say();
    }
    core.learn(message, found(message, 1));
    assertThat(core.decide(edit, this)).isEqualTo(new Decision.NeedsMessage(message));
    core.seek(message);
    core.learn(message, new Message(message, AUTHOR, 0, deleted.lastSeq(), 0, true, null, null));
    assertThat(core.decide(edit, this))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  @Override
  public long now() {
    return 1;
  }

  @Override
  public long nextMessageID() {
    return ++ids;
  }

  @Override
  public boolean surelyNew(long conversationID, Named named) {
    return true;
  }

  @Override
  public int maxMembers() {
    return 10;
  }

  @Override
  public boolean isFull() {
    return false;
  }
}
