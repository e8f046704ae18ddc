package io.realtimegateway.engine.core;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What is asked of a conversation. All of these write history, under a name.
public sealed interface HistoryCommand {
  Named named();

  /// Whether the application's own backend asks, which passes the checks of membership, authorship
  /// and ownership.
  boolean byApplication();

  record Send(Named named, boolean byApplication, String content, @Nullable String metadata)
      implements HistoryCommand {}

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
      implements HistoryCommand {}

  /// Erases a message.
  ///
  /// @param ifChangeSeq as in `Edit`; a message that is deleted already is not compared with it
  record Delete(Named named, boolean byApplication, long messageID, long ifChangeSeq)
      implements HistoryCommand {}

  record Add(Named named, boolean byApplication, List<Long> users) implements HistoryCommand {
    public Add {
      users = List.copyOf(users);
    }
  }

  record Remove(Named named, boolean byApplication, long user) implements HistoryCommand {}

  /// Another name for a group-chat, other metadata, or both.
  ///
  /// @param groupName null keeps the old
  /// @param metadata null keeps the old, `{}` empties it
  record Update(
      Named named, boolean byApplication, @Nullable String groupName, @Nullable String metadata)
      implements HistoryCommand {
    /// Whether the old properties decide what the new ones are.
    boolean keepsSome() {
      return groupName == null || metadata == null;
    }

    /// What holds afterwards.
    ///
    /// @param old null only if nothing is kept
    Properties appliedTo(@Nullable Properties old) {
      Properties kept = keepsSome() ? Objects.requireNonNull(old) : new Properties("", null);
      String name = groupName == null ? kept.groupName() : groupName;
      if (metadata == null) {
        return new Properties(name, kept.metadata());
      }
      return new Properties(name, metadata.equals("{}") ? null : metadata);
    }
  }
}
