package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.protocol.ErrorCode;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/// One conversation, as its shard holds it in memory. It runs ahead of the journal: what `decide`
/// accepts is applied here at once, and is discarded with the whole object if the journal fences.
/// Not thread-safe; one shard owns it.
public final class Conversation {
  private static final String PRIVATE = "private-chat";

  private final long id;
  private final Seqs seqs;
  private final Members members;
  private final KnownMessages messages = new KnownMessages();
  private final KnownNames names = new KnownNames();
  private final MessageDecisions messageDecisions;
  private final GroupDecisions groupDecisions;

  /// A conversation as it was loaded.
  ///
  /// @param owner user id, 0 for no one
  /// @param head seq of the newest event
  public Conversation(long id, String type, long owner, long head, Collection<Member> members) {
    this.id = id;
    this.seqs = new Seqs(head);
    this.members = new Members(members);
    this.messageDecisions = new MessageDecisions(id, seqs, messages);
    this.groupDecisions = new GroupDecisions(id, type.equals(PRIVATE), owner, seqs, this.members);
  }

  public long id() {
    return id;
  }

  /// Seq of the newest event, committed or not.
  public long head() {
    return seqs.head();
  }

  /// Seq of the newest committed event: clients must not learn of later ones.
  public long committed() {
    return seqs.committed();
  }

  public boolean isMember(long userID) {
    return members.contains(userID);
  }

  /// Whether the user is a member according to committed events. Deliveries must use only these,
  /// because an uncommitted decision can still be lost.
  public boolean isCommittedMember(long userID) {
    return members.isCommitted(userID, seqs.committed());
  }

  public @Nullable Member member(long userID) {
    return members.get(userID);
  }

  public Collection<Member> members() {
    return members.all();
  }

  /// The journal committed everything up to this seq.
  public void commit(long seq) {
    seqs.commit(seq);
    messages.trim(seqs.committed());
    names.commit(seqs.committed());
    members.commit(seqs.committed());
  }

  /// Decides a command and, if it is accepted, applies it.
  public Decision decide(HistoryCommand command, Surroundings world) {
    NameKey key = NameKey.of(command);
    CommandResult result = names.result(key);
    if (result != null) {
      return result.isOf(command.name())
          ? repeated(command, result)
          : messageDecisions.conflict(command);
    }
    if (!names.isLookedUp(key) && !world.surelyNew(id, command.nameSpace(), command.name())) {
      return new Decision.NeedsName();
    }
    if (!command.byApplication() && !isMember(command.author())) {
      return Refusals.of(ErrorCode.NOT_FOUND, "no such conversation", "conversationID");
    }
    if (world.isFull()) {
      return Refusals.of(ErrorCode.SERVICE_UNAVAILABLE, "the journal is full", null);
    }
    Decision decision = decideNew(command, world);
    if (decision instanceof Decision.Accepted accepted) {
      names.accept(key, accepted.result());
    }
    return decision;
  }

  private Decision decideNew(HistoryCommand command, Surroundings world) {
    return switch (command) {
      case HistoryCommand.Send send -> messageDecisions.send(send, world);
      case HistoryCommand.Edit edit -> messageDecisions.edit(edit, world);
      case HistoryCommand.Delete delete -> messageDecisions.delete(delete, world);
      case HistoryCommand.Add add -> groupDecisions.add(add, world);
      case HistoryCommand.Remove remove -> groupDecisions.remove(remove, world);
      case HistoryCommand.Update update -> groupDecisions.update(update, world);
    };
  }

  private Decision repeated(HistoryCommand command, CommandResult result) {
    return command instanceof HistoryCommand.Send
        ? messageDecisions.repeatedSend(result)
        : new Decision.Answered(result, true, false);
  }

  /// Moves a member's read marker forward.
  ///
  /// @return the marker now, or -1 if `seq` is above the committed head
  public long read(long userID, long seq) {
    Member member = members.get(userID);
    if (member == null || seq > seqs.committed()) {
      return -1;
    }
    if (seq <= member.readSeq()) {
      return member.readSeq();
    }
    members.put(member.read(seq));
    return seq;
  }

  /// A look-up of a message begins. `learn` or `learnNothing` ends it.
  public void seek(long messageID) {
    messages.seek(messageID);
  }

  /// A look-up found this message, or that there is none of this id here.
  public void learn(long messageID, @Nullable KnownMessage message) {
    messages.learn(messageID, message, seqs.committed());
  }

  /// A look-up failed.
  public void learnNothing(long messageID) {
    messages.learnNothing(messageID);
  }

  /// A look-up found name and metadata. Keep the known ones: they are newer.
  public void learnProperties(Properties found) {
    groupDecisions.learnProperties(found);
  }

  /// A look-up found the result under the name of this command, or that the name is new.
  public void learnName(HistoryCommand command, @Nullable CommandResult result) {
    names.learn(NameKey.of(command), result);
  }

  /// The command that needed look-ups is decided: what they found holds only for it.
  public void forgetLookUps(HistoryCommand command) {
    names.forget(NameKey.of(command));
    messages.forgetProofs();
  }
}
