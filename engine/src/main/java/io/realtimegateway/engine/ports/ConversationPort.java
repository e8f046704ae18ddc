package io.realtimegateway.engine.ports;

import io.realtimegateway.store.conversations.LoadedConversation;
import java.util.List;
import java.util.Optional;

/// Conversations that memory and local store do not know.
public interface ConversationPort {
  Optional<LoadedConversation> load(long conversationID);

  /// Conversations that were created but whose members were not told yet, oldest first.
  List<Long> unannounced(int limit);
}
