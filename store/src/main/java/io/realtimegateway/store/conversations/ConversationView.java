package io.realtimegateway.store.conversations;

import io.realtimegateway.store.messages.ArchivedMessage;
import java.util.List;
import java.util.Optional;

/// A conversation as one of its members sees it.
///
/// @param readSeq the member's read marker
/// @param unreadCount others' messages after it that are not deleted, counted to 100
/// @param lastMessage the newest one that is not deleted
/// @param participants the earliest members, as many as requested
public record ConversationView(
    ArchivedConversation conversation,
    long readSeq,
    int unreadCount,
    Optional<ArchivedMessage> lastMessage,
    List<Participant> participants) {
  public ConversationView {
    participants = List.copyOf(participants);
  }

  ConversationView with(List<Participant> some) {
    return new ConversationView(conversation, readSeq, unreadCount, lastMessage, some);
  }
}
