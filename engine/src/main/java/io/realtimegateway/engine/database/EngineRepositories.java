package io.realtimegateway.engine.database;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.PeerRepository;
import io.realtimegateway.store.conversations.Peers;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.logins.RecentRevocations;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.store.messages.Change;
import io.realtimegateway.store.messages.ChangeRepository;
import io.realtimegateway.store.messages.CommandNameRepository;
import io.realtimegateway.store.messages.MessageRepository;
import io.realtimegateway.store.messages.NamedCommand;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The repositories of the store that the engine reads.
public final class EngineRepositories implements EngineDatabase {
  private final ConversationRepository conversations;
  private final MessageRepository messages;
  private final CommandNameRepository commandNames;
  private final ChangeRepository changes;
  private final PeerRepository peers;
  private final LoginRepository logins;

  /// Reads this database.
  public EngineRepositories(Database database) {
    this.conversations = new ConversationRepository(database);
    this.messages = new MessageRepository(database);
    this.commandNames = new CommandNameRepository(database);
    this.changes = new ChangeRepository(database);
    this.peers = new PeerRepository(database);
    this.logins = new LoginRepository(database);
  }

  @Override
  public Optional<ConversationLoaded> loadConversation(long conversationID) {
    return conversations.load(conversationID);
  }

  @Override
  public Optional<ArchivedConversation> findConversation(long conversationID) {
    return conversations.find(conversationID);
  }

  @Override
  public List<Long> unannounced(long afterID, int limit) {
    return conversations.unannounced(afterID, limit);
  }

  @Override
  public Optional<ArchivedMessage> findMessage(long messageID) {
    return messages.find(messageID);
  }

  @Override
  public Optional<CommandResult> findMessageByName(long conversationID, long author, String name) {
    return messages.findByName(conversationID, author, name);
  }

  @Override
  public Optional<NamedCommand> findCommand(long conversationID, long author, String name) {
    return commandNames.find(conversationID, author, name);
  }

  @Override
  public List<Change> changes(long conversationID, long afterSeq, int limit) {
    return changes.changes(conversationID, afterSeq, limit);
  }

  @Override
  public List<Peers> peers(long[] users, int maxMembers) {
    return peers.peers(users, maxMembers);
  }

  @Override
  public RecentRevocations revokedSince(Instant since) {
    return logins.revokedSince(since);
  }
}
