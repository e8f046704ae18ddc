package io.realtimegateway.store.conversations;

import java.util.List;

/// The result of creating a conversation.
public sealed interface Creation {
  /// It was created and must be announced.
  record Created(ArchivedConversation conversation) implements Creation {}

  /// The same request was made before under this name.
  record Repeated(ArchivedConversation conversation) implements Creation {}

  /// Another request was made before under this name.
  record NameTaken() implements Creation {}

  /// The two users already have a private-chat.
  record PairTaken(long conversationID) implements Creation {}

  /// These members do not exist.
  record UnknownUsers(List<Long> ids) implements Creation {
    public UnknownUsers {
      ids = List.copyOf(ids);
    }
  }
}
