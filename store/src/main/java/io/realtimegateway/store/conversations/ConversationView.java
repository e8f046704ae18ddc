package io.realtimegateway.store.conversations;

import java.util.List;

/// A conversation as one of its members sees it.
///
/// @param readSeq the member's read marker
/// @param unreadCount others' messages after it that are not deleted, counted to 100
/// @param participants the longest-standing ones, as many as were asked for
public record ConversationView(
    Conversation conversation, long readSeq, int unreadCount, List<Participant> participants) {
  public ConversationView {
    participants = List.copyOf(participants);
  }
}
