package io.realtimegateway.engine.core;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// A bounded memory of what was used last. What is not committed yet is never forgotten, so it may
/// exceed its bound by what is in flight.
final class Recent<K, V> {
  private final int most;
  private final ToLongFunction<V> seq;
  private final LinkedHashMap<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

  Recent(int most, ToLongFunction<V> seq) {
    this.most = most;
    this.seq = seq;
  }

  @Nullable V get(K key) {
    return entries.get(key);
  }

  void put(K key, V value, long committedSeq) {
    entries.put(key, value);
    trim(committedSeq);
  }

  /// Forgets what is beyond the bound, and committed.
  void trim(long committedSeq) {
    Iterator<Map.Entry<K, V>> eldest = entries.entrySet().iterator();
    while (entries.size() > most && seq.applyAsLong(eldest.next().getValue()) <= committedSeq) {
      eldest.remove();
    }
  }

  int size() {
    return entries.size();
  }
}
