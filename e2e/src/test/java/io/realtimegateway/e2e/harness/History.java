package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Messages as lines, so that what a client holds can be compared with what REST says.
public final class History {

  private History() {}

  /// The lines of a history that was read over REST.
  public static List<String> of(List<JsonObject> messages) {
    return messages.stream()
        .map(
            message ->
                line(
                    message.getLong("seq"),
                    message.getLong("changeSeq"),
                    message.getString("creatorID"),
                    message.getString("content"),
                    message.getJsonObject("metadata")))
        .toList();
  }

  static String line(MessageCopy message) {
    return line(
        message.seq() == null ? 0 : message.seq(),
        message.changeSeq(),
        String.valueOf(message.authorID()),
        String.valueOf(message.content()),
        message.metadata());
  }

  /// One message.
  public static String line(
      long seq, long changeSeq, String author, String content, @Nullable JsonObject metadata) {
    return "%d/%d %s: %s %s"
        .formatted(seq, changeSeq, author, content, metadata == null ? "{}" : metadata.encode());
  }
}
