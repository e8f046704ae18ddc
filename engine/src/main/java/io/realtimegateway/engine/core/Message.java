package io.realtimegateway.engine.core;

import org.jspecify.annotations.Nullable;

/// What a conversation needs to know of a message to decide an edit or a delete: all but its
/// content.
///
/// @param createdSeq seq of its creation
/// @param changeSeq seq of its last change
/// @param createdAt epoch milliseconds
/// @param metadata compact JSON object, or null
/// @param clientMessageID the client's own name of the creation, or null
public record Message(
    long messageID,
    long author,
    long createdSeq,
    long changeSeq,
    long createdAt,
    boolean deleted,
    @Nullable String metadata,
    @Nullable String clientMessageID) {
  Message edited(long seq, @Nullable String newMetadata) {
    return new Message(
        messageID, author, createdSeq, seq, createdAt, false, newMetadata, clientMessageID);
  }

  Message erased(long seq) {
    return new Message(messageID, author, createdSeq, seq, createdAt, true, null, clientMessageID);
  }
}
