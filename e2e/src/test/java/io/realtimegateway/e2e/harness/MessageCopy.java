package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/// What a client holds of one message. An edit may arrive before the message itself is caught up
/// on; then what the creation says is still missing.
///
/// @param changeSeq of the last change that is in here
record MessageCopy(
    long changeSeq,
    boolean isDeleted,
    @Nullable Long authorID,
    @Nullable Long seq,
    @Nullable String createdAt,
    @Nullable String content,
    @Nullable JsonObject metadata) {

  /// Takes a live `message`, or one of a page in its latest state, over what is here.
  static MessageCopy message(@Nullable MessageCopy before, JsonObject frame, long changeSeq) {
    Long author = frame.getLong("authorID");
    Long seq = frame.getLong("seq");
    String createdAt = frame.getString("createdAt");
    if (before != null && before.changeSeq >= changeSeq) {
      return new MessageCopy(
          before.changeSeq,
          before.isDeleted,
          author,
          seq,
          createdAt,
          before.content,
          before.metadata);
    }
    return new MessageCopy(
        changeSeq,
        false,
        author,
        seq,
        createdAt,
        frame.getString("content"),
        frame.getJsonObject("metadata"));
  }

  /// Takes a live `message_updated`, which names metadata only where there is some.
  static MessageCopy updated(@Nullable MessageCopy before, JsonObject frame, long changeSeq) {
    if (before != null && before.changeSeq >= changeSeq) {
      return before;
    }
    return new MessageCopy(
        changeSeq,
        false,
        before == null ? null : before.authorID,
        before == null ? null : before.seq,
        before == null ? null : before.createdAt,
        frame.getString("content"),
        frame.getJsonObject("metadata"));
  }

  /// Takes a `message_deleted`.
  static MessageCopy deleted(@Nullable MessageCopy before, long changeSeq) {
    if (before != null && before.changeSeq >= changeSeq) {
      return before;
    }
    return new MessageCopy(changeSeq, true, null, null, null, null, null);
  }
}
