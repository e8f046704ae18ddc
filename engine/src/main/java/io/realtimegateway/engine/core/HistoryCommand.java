package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.NameSpace;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A command that writes history, under a name.
public sealed interface HistoryCommand {
  CommandName name();

  /// Whether it comes from the application's backend, which is exempt from the checks of
  /// membership, authorship and ownership.
  boolean byApplication();

  /// The user who sent it.
  default long author() {
    return name().author();
  }

  /// The name space of `name`.
  default NameSpace nameSpace() {
    return NameSpace.of(name().clientNamed(), this instanceof Send);
  }

  record Send(CommandName name, boolean byApplication, String content, @Nullable String metadata)
      implements HistoryCommand {}

  /// Changes the content of a message.
  ///
  /// @param metadata null keeps the old, `{}` empties it
  /// @param ifChangeSeq seq that the message's last change must have, 0 for no such condition
  record Edit(
      CommandName name,
      boolean byApplication,
      long messageID,
      String content,
      @Nullable String metadata,
      long ifChangeSeq)
      implements HistoryCommand {}

  /// Erases a message.
  ///
  /// @param ifChangeSeq as in `Edit`; not checked for a message that is already deleted
  record Delete(CommandName name, boolean byApplication, long messageID, long ifChangeSeq)
      implements HistoryCommand {}

  record Add(CommandName name, boolean byApplication, List<Long> users) implements HistoryCommand {
    public Add {
      users = List.copyOf(users);
    }
  }

  record Remove(CommandName name, boolean byApplication, long user) implements HistoryCommand {}

  /// Changes the name of a group-chat, its metadata, or both.
  ///
  /// @param groupName null keeps the old
  /// @param metadata null keeps the old, `{}` empties it
  record Update(
      CommandName name,
      boolean byApplication,
      @Nullable String groupName,
      @Nullable String metadata)
      implements HistoryCommand {
    /// Whether the new properties depend on the old ones.
    boolean keepsSome() {
      return groupName == null || metadata == null;
    }

    /// The properties afterwards.
    ///
    /// @param old null only if nothing is kept
    Properties appliedTo(@Nullable Properties old) {
      Properties kept = keepsSome() ? Objects.requireNonNull(old) : new Properties("", null);
      String newName = groupName == null ? kept.groupName() : groupName;
      if (metadata == null) {
        return new Properties(newName, kept.metadata());
      }
      return new Properties(newName, metadata.equals("{}") ? null : metadata);
    }
  }
}
