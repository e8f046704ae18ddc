package io.realtimegateway.engine.core;

import org.jspecify.annotations.Nullable;

/// What a conversation must know of a message to decide an edit or a delete: everything except its
/// content.
///
/// @param createdSeq seq of its creation
/// @param changeSeq seq of its last change
/// @param createdAt epoch milliseconds
/// @param metadata compact JSON object, or null
/// @param clientMessageID the client-given name of the send, or null
public record KnownMessage(
    long messageID,
    long author,
    long createdSeq,
    long changeSeq,
    long createdAt,
    boolean deleted,
    @Nullable String metadata,
    @Nullable String clientMessageID) {

  KnownMessage edited(long seq, @Nullable String newMetadata) {
    return new KnownMessage(
        messageID, author, createdSeq, seq, createdAt, false, newMetadata, clientMessageID);
  }

  KnownMessage deleted(long seq) {
    return new KnownMessage(
        messageID, author, createdSeq, seq, createdAt, true, null, clientMessageID);
  }
}
