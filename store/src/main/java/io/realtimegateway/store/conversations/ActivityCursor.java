package io.realtimegateway.store.conversations;

import java.time.Instant;

/// Key of a page of conversations, newest activity first: the last one of the previous page.
///
/// @param newestMessageID decides between activities of one millisecond, 0 before the first message
public record ActivityCursor(Instant lastActivityAt, long newestMessageID, long conversationID) {
  /// Before the first page.
  public static final ActivityCursor START =
      new ActivityCursor(Instant.parse("9999-12-31T00:00:00Z"), Long.MAX_VALUE, Long.MAX_VALUE);

  /// The key of the page after one that ends with this conversation.
  public static ActivityCursor after(ArchivedConversation last) {
    return new ActivityCursor(last.lastActivityAt(), last.newestMessageID(), last.id());
  }

  /// The key of the page after one that ends with this conversation.
  public static ActivityCursor after(ConversationHead last) {
    return new ActivityCursor(last.lastActivityAt(), last.newestMessageID(), last.id());
  }
}
