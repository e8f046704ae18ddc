package io.realtimegateway.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// The events of a test, in order; tests wait for them with a deadline.
public final class Events<T> {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final List<T> happened = new ArrayList<>();

  public synchronized void add(T event) {
    happened.add(event);
    notifyAll();
  }

  public synchronized List<T> all() {
    return List.copyOf(happened);
  }

  public T await(Predicate<T> wanted) {
    return await(1, wanted).getFirst();
  }

  public <S extends T> S await(Class<S> kind) {
    return kind.cast(await(kind::isInstance));
  }

  /// Waits for at least this many.
  public synchronized List<T> await(int count, Predicate<T> wanted) {
    long deadline = System.nanoTime() + DEADLINE.toNanos();
    while (true) {
      List<T> found = happened.stream().filter(wanted).toList();
      if (found.size() >= count) {
        return found;
      }
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new AssertionError("the awaited event did not happen; the events were: " + happened);
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
