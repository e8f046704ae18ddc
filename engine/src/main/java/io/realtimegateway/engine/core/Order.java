package io.realtimegateway.engine.core;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is asked of a conversation. All of these write history, under a name.
public sealed interface Order {
  Named named();

  /// Whether the application's own backend asks, which passes the checks of membership, authorship
  /// and ownership.
  boolean byApplication();

  record Send(Named named, boolean byApplication, String content, @Nullable String metadata)
      implements Order {}

  /// Another content for a message.
  ///
  /// @param metadata null keeps the old, `{}` empties it
  /// @param ifChangeSeq seq that the message's last change must have, 0 for no such condition
  record Edit(
      Named named,
      boolean byApplication,
      long messageID,
      String content,
      @Nullable String metadata,
      long ifChangeSeq)
      implements Order {}

  /// @param ifChangeSeq as in `Edit`; a message that is deleted already is not judged by it
  record Delete(Named named, boolean byApplication, long messageID, long ifChangeSeq)
      implements Order {}

  record Add(Named named, boolean byApplication, List<Long> users) implements Order {
    public Add {
      users = List.copyOf(users);
    }
  }

  record Remove(Named named, boolean byApplication, long user) implements Order {}
}
