package io.realtimegateway.model.record;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A fact. Events of a conversation carry their seq; the others take an index only.
public sealed interface JournalRecord {
  /// Changes of a conversation; all are archived and indexed by (conversation, seq).
  sealed interface ConversationEvent extends JournalRecord
      permits MessageCreated,
          MessageUpdated,
          MessageDeleted,
          MembersAdded,
          MemberRemoved,
          ConversationUpdated {
    long conversationID();

    /// Seq of the event; of the first one if the record holds several.
    long seq();

    /// Seq of the last event of the record.
    default long lastSeq() {
      return seq();
    }

    /// The name of the command.
    CommandName name();

    /// The name space of `name`.
    default NameSpace nameSpace() {
      return NameSpace.of(name().clientNamed(), this instanceof MessageCreated);
    }
  }

  /// The name of a command: unique per author and conversation within its name space.
  ///
  /// @param author user who sent the command
  /// @param text 1..64 code points
  /// @param clientNamed whether the client chose it (then it is kept permanently)
  /// @param digestHigh with `digestLow` a keyed 128-bit digest of the command, so that another
  ///   content under the same name is a conflict and nothing readable is left of a deleted message
  /// @param digestLow see `digestHigh`
  record CommandName(
      long author, String text, boolean clientNamed, long digestHigh, long digestLow) {}

  /// A shard begins an uninterrupted history: the first record of every epoch.
  ///
  /// @param at epoch milliseconds
  /// @param reason for operators: `new`, `unclean shutdown`, `store missing`, `database restored` …
  record EpochStarted(long at, String reason) implements JournalRecord {}

  /// The state of a conversation that was loaded from PostgreSQL when it was first needed, so that
  /// a restart can load it without PostgreSQL.
  ///
  /// @param type `private-chat` or `group-chat`
  /// @param owner user id, 0 for no one
  /// @param createdAt epoch milliseconds
  /// @param head seq of the newest event
  /// @param announced false if this record is the announcement: the members are notified
  record ConversationLoaded(
      long conversationID,
      String type,
      long creator,
      long owner,
      long createdAt,
      long head,
      boolean announced,
      List<Member> members)
      implements JournalRecord {
    public ConversationLoaded {
      members = List.copyOf(members);
    }

    /// The same conversation with these members.
    public ConversationLoaded with(List<Member> others) {
      return new ConversationLoaded(
          conversationID, type, creator, owner, createdAt, head, announced, others);
    }
  }

  /// A member of a loaded conversation.
  ///
  /// @param joinedAt epoch milliseconds
  /// @param joinedSeq seq of the joining, 0 for the first members
  /// @param readSeq the read marker: a new member begins with everything read, at `joinedSeq`
  record Member(long userID, long joinedAt, long joinedSeq, long readSeq) {
    /// The member after reading up to `seq`.
    public Member read(long seq) {
      return new Member(userID, joinedAt, joinedSeq, seq);
    }
  }

  record MessageCreated(
      long conversationID,
      long seq,
      long messageID,
      long author,
      long createdAt,
      String content,
      @Nullable String metadata,
      CommandName name)
      implements ConversationEvent {
    /// The client's own name of the send, or null if it gave none.
    public @Nullable String clientMessageID() {
      return name.clientNamed() ? name.text() : null;
    }
  }

  /// The complete new state of a message, so that a page of changes needs no other record.
  ///
  /// @param clientMessageID the client's own name of the send, or null if it gave none
  record MessageUpdated(
      long conversationID,
      long seq,
      long messageID,
      long author,
      long createdSeq,
      long createdAt,
      long updatedAt,
      String content,
      @Nullable String metadata,
      @Nullable String clientMessageID,
      CommandName name)
      implements ConversationEvent {}

  record MessageDeleted(
      long conversationID,
      long seq,
      long messageID,
      long author,
      long createdSeq,
      long createdAt,
      long deletedAt,
      CommandName name)
      implements ConversationEvent {}

  /// Several members at once, with the seqs `seq`, `seq + 1`, … in the order of `users`.
  record MembersAdded(long conversationID, long seq, List<Long> users, long at, CommandName name)
      implements ConversationEvent {
    public MembersAdded {
      users = List.copyOf(users);
    }

    @Override
    public long lastSeq() {
      return seq + users.size() - 1;
    }
  }

  /// A member left or was removed.
  ///
  /// @param owner who owns the conversation afterwards, 0 for no one
  record MemberRemoved(
      long conversationID, long seq, long user, long owner, long at, CommandName name)
      implements ConversationEvent {}

  /// The name or metadata of a group-chat changed; both are the current ones.
  ///
  /// @param user who changed it, 0 for the application
  /// @param metadata compact JSON object, null for none
  record ConversationUpdated(
      long conversationID,
      long seq,
      long user,
      String groupName,
      @Nullable String metadata,
      long at,
      CommandName name)
      implements ConversationEvent {}

  /// Read markers that moved, at most once a second per member.
  record ReadMarkersMoved(List<ReadMarker> markers) implements JournalRecord {
    public ReadMarkersMoved {
      markers = List.copyOf(markers);
    }
  }

  record ReadMarker(long conversationID, long userID, long seq) {}

  /// Users of this shard who came online or went offline, so that after a restart those who have
  /// left since are reported.
  record OnlineChanged(List<Long> cameOnline, List<Long> wentOffline) implements JournalRecord {
    public OnlineChanged {
      cameOnline = List.copyOf(cameOnline);
      wentOffline = List.copyOf(wentOffline);
    }
  }

  /// A login, or all logins of a user issued before a time, no longer count. Kept until they would
  /// have expired.
  record LoginsRevoked(long userID, @Nullable String loginID, long issuedBefore, long keptUntil)
      implements JournalRecord {}
}
