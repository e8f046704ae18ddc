package io.realtimegateway.e2e.audit;

import io.vertx.core.json.JsonObject;

/// A command of a client, and how often it has been put.
///
/// @param ref also the `clientMessageID` of a send
/// @param messageID 0 for a send
/// @param content empty for a delete
/// @param askedAt when it was put for the first time, of `System.nanoTime`
/// @param attempts how often it was put; each but the last may have been carried out
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

  String frame() {
    JsonObject payload = new JsonObject().put("conversationID", conversation);
    switch (kind) {
      case SEND -> payload.put("content", content).put("clientMessageID", ref);
      case EDIT -> payload.put("content", content).put("messageID", messageID);
      case DELETE -> payload.put("messageID", messageID);
    }
    return new JsonObject().put("type", kind.type).put("payload", payload).put("ref", ref).encode();
  }
}
