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

/// What the engine, apart from the archiver, reads from PostgreSQL. Every method blocks and is
/// called on a virtual thread, and throws an unchecked exception if the database is unavailable.
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

  /// The result of the send to which an author gave this name.
  Optional<CommandResult> findMessageByName(long conversationID, long author, String name);

  /// The edit or delete to which an author gave this name.
  Optional<NamedCommand> findCommand(long conversationID, long author, String name);

  /// Messages and members whose last change is after a seq, each once, ascending by last change.
  List<Change> changes(long conversationID, long afterSeq, int limit);

  /// The peers of each of these users, each pair once.
  ///
  /// @param maxMembers conversations with more members do not count
  List<Peers> peers(long[] users, int maxMembers);

  /// Logins that were revoked since an earlier read.
  ///
  /// @param since `upTo` of the previous read, or `Instant.EPOCH`
  RecentRevocations revokedSince(Instant since);
}
