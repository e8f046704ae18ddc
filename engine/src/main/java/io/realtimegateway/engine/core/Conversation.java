package io.realtimegateway.engine.core;

import io.realtimegateway.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One conversation, as its shard holds it in memory. It runs ahead of the journal: what `decide`
/// accepts holds here at once, and is forgotten with the whole object if the journal fences. Not
/// thread-safe; one shard owns it.
public final class Conversation {
  /// Messages, and names, that are kept in memory beyond what is in flight: with metadata some 100
  /// KiB at most. What is older is looked up.
  private static final int RECENT = 32;

  private static final String PRIVATE = "private-chat";

  private final long id;
  private final String type;
  private final Members members;
  private final KnownMessages messages = new KnownMessages(RECENT);
  private final Recent<Named.Key, CommandResult> names = new Recent<>(RECENT, CommandResult::seq);
  private final Set<Named.Key> provenNew = new LinkedHashSet<>();

  /// Null until a command needed them.
  private @Nullable Properties properties;

  private long owner;
  private long head;
  private long committed;

  /// A conversation as it was loaded.
  ///
  /// @param owner user id, 0 for nobody
  /// @param head seq of the newest event
  public Conversation(long id, String type, long owner, long head, Collection<Member> members) {
    this.id = id;
    this.type = type;
    this.owner = owner;
    this.head = head;
    this.committed = head;
    this.members = new Members(members);
  }

  public long id() {
    return id;
  }

  /// Seq of the newest event, committed or not.
  public long head() {
    return head;
  }

  /// Seq of the newest committed event: all that clients may hear of.
  public long committed() {
    return committed;
  }

  public long owner() {
    return owner;
  }

  public boolean isMember(long userID) {
    return members.contains(userID);
  }

  /// Whether the user is a member by what is committed: nothing else may be told, because what is
  /// only decided may come to nothing.
  public boolean isCommittedMember(long userID) {
    return members.isCommitted(userID, committed);
  }

  public @Nullable Member member(long userID) {
    return members.get(userID);
  }

  /// What memory knows of a message, or null.
  public @Nullable Message message(long messageID) {
    return messages.get(messageID);
  }

  public Collection<Member> members() {
    return members.all();
  }

  /// The journal committed everything up to this seq.
  public void commit(long seq) {
    committed = Math.max(committed, seq);
    messages.trim(committed);
    names.trim(committed);
    members.commit(committed);
  }

  /// Decides a command and, if it is accepted, applies it.
  public Decision decide(HistoryCommand wanted, Surroundings world) {
    CommandResult result = names.get(wanted.named().key());
    if (result != null) {
      return result.answers(wanted.named()) ? repeated(wanted, result) : conflict(wanted);
    }
    if (!isNew(wanted.named(), world)) {
      return new Decision.NeedsName(wanted.named());
    }
    if (!wanted.byApplication() && !isMember(wanted.named().author())) {
      return refused(ErrorCode.NOT_FOUND, "no such conversation", "conversationID");
    }
    if (world.isFull()) {
      return refused(ErrorCode.SERVICE_UNAVAILABLE, "the journal is full", null);
    }
    Decision decision = decideNew(wanted, world);
    if (decision instanceof Decision.Accepted accepted) {
      names.put(wanted.named().key(), accepted.result(), committed);
      provenNew.remove(wanted.named().key());
    }
    return decision;
  }

  private Decision decideNew(HistoryCommand wanted, Surroundings world) {
    return switch (wanted) {
      case HistoryCommand.Send send -> send(send, world);
      case HistoryCommand.Edit edit -> edit(edit, world);
      case HistoryCommand.Delete delete -> delete(delete, world);
      case HistoryCommand.Add add -> add(add, world);
      case HistoryCommand.Remove remove -> remove(remove, world);
      case HistoryCommand.Update update -> update(update, world);
    };
  }

  private boolean isNew(Named named, Surroundings world) {
    return provenNew.contains(named.key()) || world.surelyNew(id, named);
  }

  private Decision repeated(HistoryCommand wanted, CommandResult result) {
    if (!(wanted instanceof HistoryCommand.Send)) {
      return new Decision.Answered(result, true, false);
    }
    Message message = messages.get(result.messageID());
    if (message == null && !messages.isAbsent(result.messageID())) {
      return new Decision.NeedsMessage(result.messageID());
    }
    return new Decision.Answered(result, true, message == null || message.deleted());
  }

  /// The name was used for something else. A user who did not write the message is refused for that
  /// first.
  private Decision conflict(HistoryCommand wanted) {
    long target =
        switch (wanted) {
          case HistoryCommand.Edit edit -> edit.messageID();
          case HistoryCommand.Delete delete -> delete.messageID();
          case HistoryCommand.Send _,
              HistoryCommand.Add _,
              HistoryCommand.Remove _,
              HistoryCommand.Update _ ->
              0;
        };
    if (target != 0 && !wanted.byApplication()) {
      Message message = messages.get(target);
      if (message == null) {
        return unknown(target);
      }
      if (isForeign(message, wanted)) {
        return Refusals.notTheAuthor();
      }
    }
    return Refusals.nameIsTaken(wanted.named().kind());
  }

  private Decision send(HistoryCommand.Send wanted, Surroundings world) {
    Named named = wanted.named();
    long now = world.now();
    String ownName = named.clientNamed() ? named.text() : null;
    Fact.Created fact =
        new Fact.Created(
            ++head,
            world.nextMessageID(),
            named.author(),
            now,
            wanted.content(),
            wanted.metadata(),
            ownName);
    messages.put(
        new Message(
            fact.messageID(), named.author(), head, head, now, false, wanted.metadata(), ownName),
        committed);
    return accepted(fact, fact.messageID(), now, named);
  }

  private Decision edit(HistoryCommand.Edit wanted, Surroundings world) {
    Message message = messages.get(wanted.messageID());
    if (message == null) {
      return unknown(wanted.messageID());
    }
    if (isForeign(message, wanted)) {
      return Refusals.notTheAuthor();
    }
    if (message.deleted()) {
      return Refusals.noMessage();
    }
    if (hasChanged(message, wanted.ifChangeSeq())) {
      return Refusals.changedSince(message);
    }
    long now = world.now();
    String metadata = wanted.metadata();
    String kept = metadata == null ? message.metadata() : metadata.equals("{}") ? null : metadata;
    Message edited = message.edited(++head, kept);
    messages.put(edited, committed);
    return accepted(
        new Fact.Edited(head, edited, now, wanted.content()),
        wanted.messageID(),
        now,
        wanted.named());
  }

  private Decision delete(HistoryCommand.Delete wanted, Surroundings world) {
    Message message = messages.get(wanted.messageID());
    if (message == null) {
      return unknown(wanted.messageID());
    }
    if (isForeign(message, wanted)) {
      return Refusals.notTheAuthor();
    }
    Named named = wanted.named();
    if (message.deleted()) {
      CommandResult result =
          new CommandResult(
              message.messageID(), message.changeSeq(), 0, named.digestHigh(), named.digestLow());
      return new Decision.Answered(result, false, true);
    }
    if (hasChanged(message, wanted.ifChangeSeq())) {
      return Refusals.changedSince(message);
    }
    long now = world.now();
    Message erased = message.erased(++head);
    messages.put(erased, committed);
    return accepted(new Fact.Deleted(head, erased, now), wanted.messageID(), now, named);
  }

  private Decision add(HistoryCommand.Add wanted, Surroundings world) {
    if (type.equals(PRIVATE)) {
      return refused(ErrorCode.BAD_REQUEST, "a private-chat has two members", null);
    }
    List<Long> added = new ArrayList<>();
    for (long user : new LinkedHashSet<>(wanted.users())) {
      if (!isMember(user)) {
        added.add(user);
      }
    }
    if (members.size() + added.size() > world.maxMembers()) {
      return refused(
          ErrorCode.BAD_ARGUMENT,
          "a conversation has at most " + world.maxMembers() + " members",
          "participantIDs");
    }
    Named named = wanted.named();
    long now = world.now();
    if (added.isEmpty()) {
      return new Decision.Answered(
          new CommandResult(0, head, now, named.digestHigh(), named.digestLow()), false, false);
    }
    Fact.Added fact = new Fact.Added(head + 1, added, now);
    for (long user : added) {
      head++;
      members.put(new Member(user, head, now, head));
    }
    return accepted(fact, 0, now, named);
  }

  /// The application takes users who are erased out of private-chats, too.
  private Decision remove(HistoryCommand.Remove wanted, Surroundings world) {
    if (type.equals(PRIVATE) && !wanted.byApplication()) {
      return refused(ErrorCode.BAD_REQUEST, "nobody leaves a private-chat", null);
    }
    Named named = wanted.named();
    boolean oneself = named.author() == wanted.user();
    if (!wanted.byApplication() && !oneself && named.author() != owner) {
      return refused(ErrorCode.FORBIDDEN, "only the owner removes other members", null);
    }
    if (!members.remove(wanted.user(), head + 1)) {
      return refused(ErrorCode.NOT_FOUND, "no such member", "userId");
    }
    head++;
    if (owner == wanted.user()) {
      owner = members.longestStanding();
    }
    long now = world.now();
    return accepted(new Fact.Removed(head, wanted.user(), owner, now), 0, now, named);
  }

  private Decision update(HistoryCommand.Update wanted, Surroundings world) {
    if (type.equals(PRIVATE)) {
      return refused(
          ErrorCode.BAD_REQUEST,
          "A private-chat has no name, and its metadata stay as they were at its creation.",
          null);
    }
    Named named = wanted.named();
    if (!wanted.byApplication() && named.author() != owner) {
      return refused(
          ErrorCode.FORBIDDEN, "Only the owner changes name and metadata of a group-chat.", null);
    }
    if (wanted.keepsSome() && properties == null) {
      return new Decision.NeedsProperties();
    }
    Properties next = wanted.appliedTo(properties);
    properties = next;
    long now = world.now();
    long user = wanted.byApplication() ? 0 : named.author();
    return accepted(new Fact.Updated(++head, user, next, now), 0, now, named);
  }

  /// Moves a member's read marker forward.
  ///
  /// @return the marker now, or -1 if `seq` lies above what is committed
  public long read(long userID, long seq) {
    Member member = members.get(userID);
    if (member == null || seq > committed) {
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
  public void learn(long messageID, @Nullable Message message) {
    messages.learn(messageID, message, committed);
  }

  /// A look-up failed.
  public void learnNothing(long messageID) {
    messages.learnNothing(messageID);
  }

  /// A look-up found name and metadata. Keep the known ones: they are newer.
  public void learnProperties(Properties found) {
    if (properties == null) {
      properties = found;
    }
  }

  /// A look-up found the result under this name, or that the name is new.
  public void learnName(Named named, @Nullable CommandResult result) {
    if (result == null) {
      provenNew.add(named.key());
    } else {
      names.put(named.key(), result, committed);
    }
  }

  /// The command that asked for look-ups is decided: proofs of absence hold only for it.
  public void forgetProofs(Named named) {
    provenNew.remove(named.key());
    messages.forgetProofs();
  }

  private Decision unknown(long messageID) {
    return messages.isAbsent(messageID)
        ? Refusals.noMessage()
        : new Decision.NeedsMessage(messageID);
  }

  private static boolean isForeign(Message message, HistoryCommand wanted) {
    return !wanted.byApplication() && message.author() != wanted.named().author();
  }

  private Decision.Accepted accepted(Fact fact, long messageID, long time, Named named) {
    return new Decision.Accepted(
        fact,
        new CommandResult(messageID, fact.lastSeq(), time, named.digestHigh(), named.digestLow()));
  }

  private static boolean hasChanged(Message message, long ifChangeSeq) {
    return ifChangeSeq != 0 && ifChangeSeq != message.changeSeq();
  }

  private static Decision.Refused refused(ErrorCode code, String message, @Nullable String target) {
    return new Decision.Refused(code, message, target);
  }
}
