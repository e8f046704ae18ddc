package io.realtimegateway.journal;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.NameSpace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Views that the local store derives from the committed records; each is a pure function of them.
/// All methods except `mayKnowName`, `completeSince` and `storedSince` block and are called on
/// platform threads.
public interface LocalViews {
  /// A message without its content.
  ///
  /// @param clientMessageID the name of its creation if the client chose it
  record StoredMessage(
      long messageID,
      long conversationID,
      long author,
      long createdSeq,
      long changeSeq,
      long createdAt,
      boolean deleted,
      @Nullable String clientMessageID) {}

  /// A conversation as the committed records leave it, if it was loaded and not evicted since.
  Optional<ConversationLoaded> conversation(long conversationID);

  /// Seq of the newest known event of a conversation, 0 if there is none. Known even after the
  /// conversation itself was evicted. A conversation loaded from PostgreSQL must have reached this
  /// seq, otherwise it is older than what was accepted.
  long head(long conversationID);

  Optional<StoredMessage> message(long messageID);

  /// The newest record of a message if it is still here, with the full state: for edits that keep
  /// the metadata.
  Optional<JournalEntry> newestOf(long messageID);

  /// The record of the last change of a conversation's name or metadata, if it is still here.
  Optional<JournalEntry> newestUpdateOf(long conversationID);

  /// The result of the command with this name, if it is still here.
  Optional<CommandResult> answer(long conversationID, long author, NameSpace space, String name);

  /// False if certainly no committed command has this name here. From memory, so it may be called
  /// on an event loop.
  boolean mayKnowName(long conversationID, long author, NameSpace space, String name);

  /// The time (epoch milliseconds) since which the names of all commands are here; 0 if all names
  /// are. From memory, so it may be called on an event loop.
  long completeSince();

  /// The time (epoch milliseconds) since which all accepted commands are here under their names,
  /// except the oldest, which may have been evicted; 0 if all are. `completeSince` is later by as
  /// much as a client's clock may be ahead. From memory, so it may be called on an event loop.
  long storedSince();

  /// Events of a conversation with seqs from `fromSeq` on, ascending, by (conversation, seq).
  ///
  /// @return empty if the local store does not reach back to `fromSeq`; otherwise a page, possibly
  ///   without entries
  Optional<EventPage> events(long conversationID, long fromSeq, int maxEntries, int maxBytes);

  /// Part of the events of a conversation.
  ///
  /// @param entries records whose seqs lie in the page; one may hold several seqs
  /// @param atEnd whether there are no events after the last entry
  record EventPage(List<JournalEntry> entries, boolean atEnd) {}

  /// Seq of the last change of each message, in the order of `messageIDs`; 0 if it is not known
  /// here.
  long[] changeSeqs(long conversationID, long[] messageIDs);

  /// Seq of the last membership change of each user in the conversation; 0 if it is not known here.
  long[] memberChangeSeqs(long conversationID, long[] userIDs);

  /// Seq of the last change of a conversation's name or metadata; 0 if it is not known here.
  long conversationChangeSeq(long conversationID);

  /// Which conversations had events, or changed members, at positions after `index`.
  ///
  /// @throws TruncatedException if the journal does not reach back that far
  /// @throws DamagedException if a record since then is missing or cannot be read
  List<ChangedConversation> changedSince(int shard, long index);

  /// A conversation that changed, and the users concerned.
  ///
  /// @param users current members, and those who were removed since the index
  record ChangedConversation(long conversationID, List<Long> users) {}

  /// Users of a shard who were online according to the last record.
  List<Long> onlineUsers(int shard);

  /// Revocations of a shard's users that still matter at `now`.
  List<JournalRecord.LoginsRevoked> revocations(int shard, long now);

  /// Highest message, conversation and user id in any committed record; 0 for none.
  HighestIds highestIds();

  record HighestIds(long messageID, long conversationID, long userID) {}
}
