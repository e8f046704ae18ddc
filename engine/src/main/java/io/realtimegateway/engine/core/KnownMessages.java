package io.realtimegateway.engine.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The messages of one conversation that memory knows, and what look-ups found of others.
final class KnownMessages {
  private final Recent<Long, Message> messages;
  private final Set<Long> provenAbsent = new LinkedHashSet<>();

  /// Messages that are looked up, by the number of look-ups, and those of them that have changed
  /// since one of them began.
  private final Map<Long, Integer> sought = new HashMap<>();

  private final Set<Long> overtaken = new HashSet<>();

  /// @param most messages that are kept beyond those that are not committed yet
  KnownMessages(int most) {
    this.messages = new Recent<>(most, Message::changeSeq);
  }

  /// What memory knows of a message, or null.
  @Nullable Message get(long messageID) {
    return messages.get(messageID);
  }

  /// Whether a look-up found that there is no message of this id here.
  boolean isAbsent(long messageID) {
    return provenAbsent.contains(messageID);
  }

  /// A message was created or has changed.
  void put(Message message, long committed) {
    if (sought.containsKey(message.messageID())) {
      overtaken.add(message.messageID());
    }
    messages.put(message.messageID(), message, committed);
  }

  /// Evicts what is beyond the bound, and committed.
  void trim(long committed) {
    messages.trim(committed);
  }

  /// A look-up of a message begins. `learn` or `learnNothing` ends it.
  void seek(long messageID) {
    sought.merge(messageID, 1, Integer::sum);
  }

  /// A look-up found this message, or that there is none of this id here. Keep the known message:
  /// it is newer. If it changed during the look-up and was evicted again, discard this result, so
  /// that it is looked up once more.
  void learn(long messageID, @Nullable Message message, long committed) {
    boolean isOvertaken = overtaken.contains(messageID);
    learnNothing(messageID);
    if (isOvertaken || messages.get(messageID) != null) {
      return;
    }
    if (message == null) {
      provenAbsent.add(messageID);
    } else {
      messages.put(messageID, message, committed);
    }
  }

  /// A look-up failed.
  void learnNothing(long messageID) {
    sought.computeIfPresent(messageID, (_, open) -> open == 1 ? null : open - 1);
    if (!sought.containsKey(messageID)) {
      overtaken.remove(messageID);
    }
  }

  /// The command that asked for look-ups is decided: proofs of absence hold only for it.
  void forgetProofs() {
    provenAbsent.clear();
  }
}
