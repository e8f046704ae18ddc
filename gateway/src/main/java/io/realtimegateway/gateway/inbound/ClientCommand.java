package io.realtimegateway.gateway.inbound;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A command of a client, with checked fields.
public sealed interface ClientCommand {
  /// Write a message.
  ///
  /// @param metadata a JSON object as compact text, or null
  /// @param clientMessageID the client's own name of the send, or null
  record SendMessage(
      long conversationID,
      String content,
      @Nullable String metadata,
      @Nullable String clientMessageID)
      implements ClientCommand {}

  /// Change a message.
  ///
  /// @param metadata null keeps the present one
  /// @param commandID the client's own name of the edit, or null
  /// @param ifChangeSeq `changeSeq` that the message must have, 0 or more; null for any
  record UpdateMessage(
      long conversationID,
      long messageID,
      String content,
      @Nullable String metadata,
      @Nullable String commandID,
      @Nullable Long ifChangeSeq)
      implements ClientCommand {}

  /// Erase a message.
  ///
  /// @param commandID the client's own name of the delete, or null
  /// @param ifChangeSeq as in `UpdateMessage`
  record DeleteMessage(
      long conversationID, long messageID, @Nullable String commandID, @Nullable Long ifChangeSeq)
      implements ClientCommand {}

  /// Begin or end typing.
  record Typing(long conversationID, boolean isTyping) implements ClientCommand {}

  /// Move the read marker forward.
  ///
  /// @param seq highest seq read, 0 or more
  record Read(long conversationID, long seq) implements ClientCommand {}

  /// Request missed changes.
  ///
  /// @param conversations 1..100, each once
  record Resume(List<Held> conversations) implements ClientCommand {}

  /// Continue with a new login.
  record Refresh(String ticket) implements ClientCommand {
    @Override
    public String toString() {
      return "Refresh[…]";
    }
  }

  /// Request the server's time, in order with the other commands.
  record Ping() implements ClientCommand {}

  /// How much of a conversation a client has.
  ///
  /// @param seq up to this event, 0 or more
  /// @param epoch of the history that it holds, or 0 if it named none
  record Held(long conversationID, long seq, long epoch) {}
}
