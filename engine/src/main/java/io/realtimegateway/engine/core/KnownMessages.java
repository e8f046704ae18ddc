package io.realtimegateway.engine.core;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The messages of one conversation that memory knows, and the results of lookups of others.
/// Uncommitted messages are never evicted.
final class KnownMessages {
  /// Messages that are kept besides those in flight: with metadata at most about 100 KiB.
  private static final int MAX_COMMITTED = 32;

  /// By id, the least recently used first.
  private final Map<Long, KnownMessage> messages = new LinkedHashMap<>(16, 0.75f, true);

  private final Set<Long> provenAbsent = new HashSet<>();

  /// Messages that are being looked up, with the number of lookups, and those that changed since a
  /// lookup began.
  private final Map<Long, Integer> sought = new HashMap<>();

  private final Set<Long> overtaken = new HashSet<>();

  /// What memory knows of a message, or null.
  @Nullable KnownMessage get(long messageID) {
    return messages.get(messageID);
  }

  /// Whether a look-up found that there is no message of this id here.
  boolean isAbsent(long messageID) {
    return provenAbsent.contains(messageID);
  }

  /// A message was created or has changed.
  void put(KnownMessage message) {
    if (sought.containsKey(message.messageID())) {
      overtaken.add(message.messageID());
    }
    messages.put(message.messageID(), message);
  }

  /// Evicts committed messages beyond the bound.
  void trim(long committed) {
    if (messages.size() <= MAX_COMMITTED) {
      return;
    }
    Iterator<KnownMessage> oldest = messages.values().iterator();
    while (messages.size() > MAX_COMMITTED && oldest.next().changeSeq() <= committed) {
      oldest.remove();
    }
  }

  /// A look-up of a message begins. `learn` or `learnNothing` ends it.
  void seek(long messageID) {
    sought.merge(messageID, 1, Integer::sum);
  }

  /// A look-up found this message, or that there is none of this id here. Keep the known message:
  /// it is newer. If it changed during the look-up and was evicted again, discard this result, so
  /// that it is looked up once more.
  void learn(long messageID, @Nullable KnownMessage message, long committed) {
    boolean isOvertaken = overtaken.contains(messageID);
    learnNothing(messageID);
    if (isOvertaken || messages.get(messageID) != null) {
      return;
    }
    if (message == null) {
      provenAbsent.add(messageID);
    } else {
      messages.put(messageID, message);
      trim(committed);
    }
  }

  /// A look-up failed.
  void learnNothing(long messageID) {
    sought.computeIfPresent(messageID, (_, open) -> open == 1 ? null : open - 1);
    if (!sought.containsKey(messageID)) {
      overtaken.remove(messageID);
    }
  }

  /// The command that needed look-ups is decided: proofs of absence hold only for it.
  void forgetProofs() {
    provenAbsent.clear();
  }
}
