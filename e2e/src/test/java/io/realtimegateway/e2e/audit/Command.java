package io.realtimegateway.e2e.audit;

import io.vertx.core.json.JsonObject;

/// A command of a client, and how often it has been put.
///
/// @param ref also its name: the `clientMessageID` of a send, the `commandID` of an edit or delete
/// @param messageID 0 for a send
/// @param content empty for a delete
/// @param askedAt when it was put for the first time, of `System.nanoTime`
/// @param attempts how often it was put; whichever was carried out first counts
record Command(
    String ref,
    Kind kind,
    long conversation,
    long messageID,
    String content,
    long askedAt,
    int attempts) {

  enum Kind {
    SEND("send_message"),
    EDIT("update_message"),
    DELETE("delete_message");

    private final String type;

    Kind(String type) {
      this.type = type;
    }
  }

  Command attempted() {
    return new Command(ref, kind, conversation, messageID, content, askedAt, attempts + 1);
  }

  /// The same, to be put once more.
  Command again() {
    return new Command(ref, kind, conversation, messageID, content, askedAt, 0);
  }

  String frame() {
    JsonObject payload = new JsonObject().put("conversationID", conversation);
    switch (kind) {
      case SEND -> payload.put("content", content).put("clientMessageID", ref);
      case EDIT ->
          payload.put("content", content).put("messageID", messageID).put("commandID", ref);
      case DELETE -> payload.put("messageID", messageID).put("commandID", ref);
    }
    return new JsonObject().put("type", kind.type).put("payload", payload).put("ref", ref).encode();
  }
}
