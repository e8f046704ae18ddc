package io.realtimegateway.engine.session;

import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Users who came online or went offline since the last record.
final class OnlineChanges {
  private final Set<Long> came = new LinkedHashSet<>();
  private final Set<Long> went = new LinkedHashSet<>();

  /// Opposite changes cancel each other out.
  void add(long userID, boolean isOnline) {
    Set<Long> to = isOnline ? came : went;
    Set<Long> from = isOnline ? went : came;
    if (!from.remove(userID)) {
      to.add(userID);
    }
  }

  /// Takes the changes to write, or null for none.
  @Nullable OnlineChanged take() {
    if (came.isEmpty() && went.isEmpty()) {
      return null;
    }
    OnlineChanged record = new OnlineChanged(List.copyOf(came), List.copyOf(went));
    came.clear();
    went.clear();
    return record;
  }

  /// It is unknown whether a record was written: the next one contains its users in their state at
  /// that time.
  void again(OnlineChanged record, LongPredicate isOnline) {
    for (List<Long> users : List.of(record.cameOnline(), record.wentOffline())) {
      for (long user : users) {
        boolean isNow = isOnline.test(user);
        (isNow ? came : went).add(user);
        (isNow ? went : came).remove(user);
      }
    }
  }
}
