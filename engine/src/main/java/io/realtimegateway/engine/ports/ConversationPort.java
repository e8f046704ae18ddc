package io.realtimegateway.engine.ports;

import io.realtimegateway.store.conversations.Conversation;
import io.realtimegateway.store.conversations.LoadedConversation;
import java.util.List;
import java.util.Optional;

/// Conversations that memory and local store do not know.
public interface ConversationPort {
  Optional<LoadedConversation> load(long conversationID);

  /// A conversation as it is archived.
  Optional<Conversation> find(long conversationID);

  /// Conversations that were created but whose members were not notified yet, ascending by id.
  ///
  /// @param afterID only those with a higher id
  List<Long> unannounced(long afterID, int limit);
}
