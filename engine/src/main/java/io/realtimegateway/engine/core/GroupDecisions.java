package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decides changes of one conversation's members, name and metadata.
final class GroupDecisions {
  private final long conversationID;
  private final boolean isPrivate;
  private final Seqs seqs;
  private final Members members;

  /// Null until a command needed them.
  private @Nullable Properties properties;

  private long owner;

  /// A conversation as it was loaded.
  ///
  /// @param owner user id, 0 for no one
  GroupDecisions(long conversationID, boolean isPrivate, long owner, Seqs seqs, Members members) {
    this.conversationID = conversationID;
    this.isPrivate = isPrivate;
    this.owner = owner;
    this.seqs = seqs;
    this.members = members;
  }

  /// User id, 0 for no one.
  long owner() {
    return owner;
  }

  Decision add(HistoryCommand.Add add, Surroundings world) {
    if (isPrivate) {
      return Refusals.of(ErrorCode.BAD_REQUEST, "A private-chat keeps its two members.", null);
    }
    List<Long> added = new ArrayList<>();
    for (long user : new LinkedHashSet<>(add.users())) {
      if (!members.contains(user)) {
        added.add(user);
      }
    }
    if (members.size() + added.size() > world.maxMembers()) {
      return Refusals.of(
          ErrorCode.BAD_ARGUMENT,
          "a conversation has at most " + world.maxMembers() + " members",
          "participantIDs");
    }
    CommandName name = add.name();
    long now = world.now();
    if (added.isEmpty()) {
      return new Decision.Answered(
          new CommandResult(0, seqs.head(), now, name.digestHigh(), name.digestLow()),
          false,
          false);
    }
    MembersAdded record = new MembersAdded(conversationID, seqs.head() + 1, added, now, name);
    for (long user : added) {
      long seq = seqs.next();
      members.put(new Member(user, now, seq, seq));
    }
    return Decision.Accepted.of(record, 0, now);
  }

  /// The application removes users who are erased from private-chats, too.
  Decision remove(HistoryCommand.Remove remove, Surroundings world) {
    if (isPrivate && !remove.byApplication()) {
      return Refusals.of(ErrorCode.BAD_REQUEST, "A private-chat keeps its two members.", null);
    }
    boolean isLeaving = remove.author() == remove.user();
    if (!remove.byApplication() && !isLeaving && remove.author() != owner) {
      return Refusals.of(ErrorCode.FORBIDDEN, "only the owner removes other members", null);
    }
    if (!members.remove(remove.user(), seqs.head() + 1)) {
      return Refusals.of(ErrorCode.NOT_FOUND, "no such member", "userId");
    }
    if (owner == remove.user()) {
      owner = members.longestStanding();
    }
    long now = world.now();
    MemberRemoved record =
        new MemberRemoved(conversationID, seqs.next(), remove.user(), owner, now, remove.name());
    return Decision.Accepted.of(record, 0, now);
  }

  Decision update(HistoryCommand.Update update, Surroundings world) {
    if (isPrivate) {
      return Refusals.of(
          ErrorCode.BAD_REQUEST,
          "A private-chat has no name, and its metadata stay as they were at its creation.",
          null);
    }
    if (!update.byApplication() && update.author() != owner) {
      return Refusals.of(
          ErrorCode.FORBIDDEN, "Only the owner changes name and metadata of a group-chat.", null);
    }
    if (update.keepsSome() && properties == null) {
      return new Decision.NeedsProperties();
    }
    Properties next = update.appliedTo(properties);
    properties = next;
    long now = world.now();
    ConversationUpdated record =
        new ConversationUpdated(
            conversationID,
            seqs.next(),
            update.byApplication() ? 0 : update.author(),
            next.groupName(),
            next.metadata(),
            now,
            update.name());
    return Decision.Accepted.of(record, 0, now);
  }

  /// A look-up found name and metadata. Keep the known ones: they are newer.
  void learnProperties(Properties found) {
    if (properties == null) {
      properties = found;
    }
  }
}
