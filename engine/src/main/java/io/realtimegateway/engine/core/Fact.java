package io.realtimegateway.engine.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was decided and is to be committed. It carries every id, time and seq, so that whoever
/// reads it makes the same state.
public sealed interface Fact {
  /// Seq of its first event.
  long seq();

  /// Seq of its last event.
  default long lastSeq() {
    return seq();
  }

  record Created(
      long seq,
      long messageID,
      long author,
      long createdAt,
      String content,
      @Nullable String metadata,
      @Nullable String clientMessageID)
      implements Fact {}

  /// The whole message as it is now.
  record Edited(long seq, Message message, long updatedAt, String content) implements Fact {}

  record Deleted(long seq, Message message, long deletedAt) implements Fact {}

  /// The users take the seqs from `seq` on, in order.
  record Added(long seq, List<Long> users, long at) implements Fact {
    public Added {
      users = List.copyOf(users);
    }

    @Override
    public long lastSeq() {
      return seq + users.size() - 1;
    }
  }

  /// A member left or was taken out.
  ///
  /// @param owner who owns the conversation after it, 0 for nobody
  record Removed(long seq, long user, long owner, long at) implements Fact {}

  /// The conversation has another name or other metadata.
  ///
  /// @param user who did it, 0 for the application
  /// @param properties all of them as they are now
  record Updated(long seq, long user, Properties properties, long at) implements Fact {}
}
