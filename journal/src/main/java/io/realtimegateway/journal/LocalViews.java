package io.realtimegateway.journal;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.NameSpace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the local store knows from the committed records. Every view is a pure function of them.
/// All methods but `mayKnowName`, `completeSince` and `storedSince` block and are called on
/// platform threads.
public interface LocalViews {
  /// A conversation as the committed records leave it.
  ///
  /// @param head seq of the newest event
  /// @param owner 0 for nobody
  record StoredConversation(
      long conversationID,
      String type,
      long creator,
      long owner,
      long createdAt,
      long head,
      List<JournalRecord.Member> members) {}

  /// A message without its content.
  ///
  /// @param clientMessageID the name of its creation where the client gave it
  record StoredMessage(
      long messageID,
      long conversationID,
      long author,
      long createdSeq,
      long changeSeq,
      long createdAt,
      boolean deleted,
      @Nullable String clientMessageID) {}

  /// The answer that a command got.
  ///
  /// @param messageID 0 where it concerned no message
  /// @param seq of its last event
  /// @param time epoch milliseconds of the event
  record StoredAnswer(long messageID, long seq, long time, long digestHigh, long digestLow) {}

  Optional<StoredConversation> conversation(long conversationID);

  /// Seq of the newest event of a conversation that is known here, 0 where none is; also where the
  /// conversation itself was let go. What is loaded from PostgreSQL must have reached it, or it is
  /// older than what was accepted.
  long head(long conversationID);

  Optional<StoredMessage> message(long messageID);

  /// Full state of a message where its newest record is still here: for edits that keep the
  /// metadata.
  Optional<JournalEntry> newestOf(long messageID);

  /// The record of the last change of a conversation's name or metadata, where it is still here.
  Optional<JournalEntry> newestUpdateOf(long conversationID);

  /// The answer given under a name, if it is still here.
  Optional<StoredAnswer> answer(long conversationID, long author, NameSpace space, String name);

  /// From memory, on the event loop: false says surely that no committed command has this name
  /// here.
  boolean mayKnowName(long conversationID, long author, NameSpace space, String name);

  /// From memory, on the event loop: names of commands since this time (epoch milliseconds) are all
  /// here; 0 where all names are.
  long completeSince();

  /// From memory, on the event loop: commands that were accepted since this time (epoch
  /// milliseconds) are all here under their names, but for the oldest that were let go; 0 where all
  /// are. `completeSince` lies later by as much as a client's clock may be ahead.
  long storedSince();

  /// Events of a conversation with seqs from `fromSeq` on, ascending, by (conversation, seq).
  ///
  /// @return empty where the local store does not reach back to `fromSeq`; a page otherwise,
  ///   possibly without entries
  Optional<EventPage> events(long conversationID, long fromSeq, int maxEntries, int maxBytes);

  /// Part of the events of a conversation.
  ///
  /// @param entries records whose seqs lie in the page; one may hold several seqs
  /// @param atEnd whether there is nothing after the last one
  record EventPage(List<JournalEntry> entries, boolean atEnd) {}

  /// Seq of the last change of each message, or 0 where it is not known here; in the order asked.
  long[] changeSeqs(long conversationID, long[] messageIDs);

  /// Seq of the last membership change of each user in the conversation, or 0 where it is not known
  /// here.
  long[] memberChangeSeqs(long conversationID, long[] userIDs);

  /// Seq of the last change of a conversation's name or metadata, or 0 where it is not known here.
  long conversationChangeSeq(long conversationID);

  /// Which conversations had events, or changed members, at positions after `index`.
  ///
  /// @throws TruncatedException where the journal does not reach back that far
  /// @throws DamagedException where a record since then is missing or cannot be read
  List<ChangedConversation> changedSince(int shard, long index);

  /// A conversation that changed, and whom it concerns.
  ///
  /// @param users members now, and those who were removed in between
  record ChangedConversation(long conversationID, List<Long> users) {}

  /// Users of a shard who were online according to the last record.
  List<Long> onlineUsers(int shard);

  /// Revocations of a shard's users that still matter at `now`.
  List<JournalRecord.LoginsRevoked> revocations(int shard, long now);

  /// Highest message id, conversation id and user id that occur in any committed record; 0 for
  /// none.
  HighestIds highestIds();

  record HighestIds(long messageID, long conversationID, long userID) {}
}
