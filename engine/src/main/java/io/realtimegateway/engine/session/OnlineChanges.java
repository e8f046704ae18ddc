package io.realtimegateway.engine.session;

import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// Who came online and who went offline since it was last written.
final class OnlineChanges {
  private final Set<Long> came = new LinkedHashSet<>();
  private final Set<Long> went = new LinkedHashSet<>();

  /// Coming and going again leaves nothing to write.
  void add(long userID, boolean isOnline) {
    Set<Long> to = isOnline ? came : went;
    Set<Long> from = isOnline ? went : came;
    if (!from.remove(userID)) {
      to.add(userID);
    }
  }

  /// Takes what is to be written, or null.
  @Nullable OnlineChanged take() {
    if (came.isEmpty() && went.isEmpty()) {
      return null;
    }
    OnlineChanged record = new OnlineChanged(List.copyOf(came), List.copyOf(went));
    came.clear();
    went.clear();
    return record;
  }

  /// It is not known whether a record was written: the next one has its users as they are then.
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
