package io.realtimegateway.store.conversations;

import java.util.List;

/// What became of creating a conversation.
public sealed interface Creation {
  /// It is new and waits to be announced.
  record Created(ArchivedConversation conversation) implements Creation {}

  /// The same request came before under this name.
  record Repeated(ArchivedConversation conversation) implements Creation {}

  /// Another request came before under this name.
  record NameTaken() implements Creation {}

  /// The two have a private-chat already.
  record PairTaken(long conversationID) implements Creation {}

  /// These members do not exist.
  record UnknownUsers(List<Long> ids) implements Creation {
    public UnknownUsers {
      ids = List.copyOf(ids);
    }
  }
}
