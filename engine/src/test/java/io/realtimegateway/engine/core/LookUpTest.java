package io.realtimegateway.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.NameSpace;
import io.realtimegateway.protocol.ErrorCode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Look-ups that take long, while many messages are sent in the conversation.
final class LookUpTest implements Surroundings {
  private static final long AUTHOR = 1;

  private final Conversation core =
      new Conversation(
          7, "group-chat", AUTHOR, 0, List.of(new Member(AUTHOR, 0, 0, 0), new Member(2, 0, 0, 0)));
  private long ids;
  private int names;
  private final Set<CommandName> committed = new HashSet<>();

  private CommandName name(long author) {
    return new CommandName(author, "n" + ++names, true, 0, 0);
  }

  private MessageCreated say() {
    Decision decision = core.decide(new HistoryCommand.Send(name(2), false, "text", null), this);
    MessageCreated record = (MessageCreated) ((Decision.Accepted) decision).record();
    core.commit(record.lastSeq());
    return record;
  }

  private HistoryCommand editOf(long message) {
    return new HistoryCommand.Edit(name(AUTHOR), true, message, "other", null, 0);
  }

  private static KnownMessage found(long id, long changeSeq) {
    return new KnownMessage(id, AUTHOR, 0, changeSeq, 0, false, null, null);
  }

  @Test
  void aLookUpHoldsHoweverManyMessagesWereSentSinceItBegan() {
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
  void aStateThatIsOlderThanAnEvictedChangeIsDiscarded() {
    long message = say().messageID();
    for (int i = 0; i < 300; i++) {
      say();
    }
    HistoryCommand edit = editOf(message);
    assertThat(core.decide(edit, this)).isEqualTo(new Decision.NeedsMessage(message));
    core.seek(message);
    core.seek(message);
    core.learn(message, found(message, 1));
    HistoryCommand delete = new HistoryCommand.Delete(name(2), true, message, 0);
    ConversationEvent deleted = ((Decision.Accepted) core.decide(delete, this)).record();
    core.commit(deleted.lastSeq());
    for (int i = 0; i < 300; i++) {
      say();
    }
    core.learn(message, found(message, 1));
    assertThat(core.decide(edit, this)).isEqualTo(new Decision.NeedsMessage(message));
    core.seek(message);
    core.learn(
        message, new KnownMessage(message, AUTHOR, 0, deleted.lastSeq(), 0, true, null, null));
    assertThat(core.decide(edit, this))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND));
  }

  /// Memory holds only the names in flight; a committed one is looked up, and found.
  @Test
  void aRepeatOfAnOlderNameGetsItsFirstResult() {
    HistoryCommand send = new HistoryCommand.Send(name(2), false, "text", null);
    Decision.Accepted first = (Decision.Accepted) core.decide(send, this);
    assertThat(core.decide(send, this))
        .as("in flight")
        .isEqualTo(new Decision.Answered(first.result(), true, false));
    core.commit(first.record().lastSeq());
    committed.add(send.name());
    for (int i = 0; i < 10; i++) {
      say();
    }
    assertThat(core.decide(send, this)).isEqualTo(new Decision.NeedsName());
    core.learnName(send, first.result());
    assertThat(core.decide(send, this))
        .as("committed")
        .isEqualTo(new Decision.Answered(first.result(), true, false));
    core.forgetLookUps(send);
    HistoryCommand other =
        new HistoryCommand.Send(
            new CommandName(2, send.name().text(), true, 1, 1), false, "other", null);
    assertThat(core.decide(other, this)).isEqualTo(new Decision.NeedsName());
    core.learnName(other, first.result());
    assertThat(core.decide(other, this))
        .isInstanceOfSatisfying(
            Decision.Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT));
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
  public boolean surelyNew(long conversationID, NameSpace space, CommandName name) {
    return committed.stream().noneMatch(other -> other.text().equals(name.text()));
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
