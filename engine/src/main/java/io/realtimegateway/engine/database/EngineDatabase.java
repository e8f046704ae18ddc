package io.realtimegateway.engine.database;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.conversations.Peers;
import io.realtimegateway.store.logins.RecentRevocations;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.store.messages.Change;
import io.realtimegateway.store.messages.NamedCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What the engine asks of PostgreSQL, beside the archiver. Every method blocks and is called on a
/// virtual thread; a database that is away is an unchecked exception.
public interface EngineDatabase {
  /// A conversation with its members.
  Optional<ConversationLoaded> loadConversation(long conversationID);

  /// A conversation as it is archived.
  Optional<ArchivedConversation> findConversation(long conversationID);

  /// Conversations that were created but whose members were not notified yet, ascending by id.
  ///
  /// @param afterID only those with a higher id
  List<Long> unannounced(long afterID, int limit);

  /// A message that the local store no longer has.
  Optional<ArchivedMessage> findMessage(long messageID);

  /// The result of the send that an author gave this name.
  Optional<CommandResult> findMessageByName(long conversationID, long author, String name);

  /// The edit or delete that an author gave this name.
  Optional<NamedCommand> findCommand(long conversationID, long author, String name);

  /// Messages and members whose last change lies after a seq, each once, ascending by last change.
  List<Change> changes(long conversationID, long afterSeq, int limit);

  /// The peers of each of these users, each pair once.
  ///
  /// @param maxMembers conversations with more members do not count
  List<Peers> peers(long[] users, int maxMembers);

  /// Logins that were ended since an earlier reading.
  ///
  /// @param since `upTo` of the last reading, or `Instant.EPOCH`
  RecentRevocations revokedSince(Instant since);
}
