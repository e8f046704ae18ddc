package io.realtimegateway.journal.rocks.names;

import io.realtimegateway.journal.codec.ByteInput;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.journal.rocks.store.OpenStore;
import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The names of commands, in generations: one is being filled, the oldest is removed as a whole,
/// and each has a filter in memory, so that an unused name costs no read. A name's key begins with
/// the number of its generation, which is bookkeeping of the cache and not derived from the
/// records.
public final class NameCache {
  private static final int SMALLEST_FILTER = 16 << 10;

  /// Approximate bytes of a name without its text, and of the row of the message that it created.
  private static final int ROW_BYTES = 130;

  /// One generation of names.
  public final class Generation {
    private final int number;
    private final NameFilter filter;
    private final LongAdder bytes = new LongAdder();
    private final LongAccumulator latest = new LongAccumulator(Math::max, 0);
    private final LongAccumulator highestMessage = new LongAccumulator(Math::max, 0);
    private final AtomicInteger writers = new AtomicInteger();
    private volatile boolean loaded;
    private volatile long @Nullable [] sealedAt;

    Generation(int number, int expected, boolean loaded) {
      this.number = number;
      this.filter = new NameFilter(expected);
      this.loaded = loaded;
    }

    public int number() {
      return number;
    }

    public long bytes() {
      return bytes.sum();
    }

    /// Time of the newest command in it, epoch milliseconds.
    public long latest() {
      return latest.get();
    }

    public long highestMessage() {
      return highestMessage.get();
    }

    /// Whether all of its names are in its filter.
    public boolean isLoaded() {
      return loaded;
    }

    /// Index of each shard from which on no name was added; null while names may be added.
    public long @Nullable [] sealedAt() {
      return sealedAt;
    }

    /// Adds the name of a record, if it has one.
    public void add(JournalRecord added) {
      if (added instanceof ConversationEvent event) {
        CommandName name = event.name();
        add(event.conversationID(), name.author(), event.nameSpace().key(name.text()));
        latest.accumulate(ViewWriter.timeOf(event));
        highestMessage.accumulate(ViewWriter.messageOf(event));
      }
    }

    private void add(long conversation, long author, String name) {
      filter.add(hash(conversation, author, name));
      bytes.add(ROW_BYTES + name.length());
    }

    /// Adds a name that was found in the store.
    public void load(long conversation, long author, String name, CommandResult answer) {
      add(conversation, author, name);
      latest.accumulate(answer.time());
      highestMessage.accumulate(answer.messageID());
    }

    void allLoaded() {
      loaded = true;
    }
  }

  private final long seed;

  // Newest first; replaced as a whole under the lock of this object.
  private volatile Generation[] generations;

  /// @param seed of the hashes, so that clients cannot choose names that collide
  /// @param stored numbers of the generations in the store, ascending; their names are not loaded
  ///   yet, and the last one continues to be filled
  /// @param tails index of the newest record of each shard
  public NameCache(long seed, List<Integer> stored, long[] tails) {
    this.seed = seed;
    List<Generation> found = new ArrayList<>();
    for (int number : stored.reversed()) {
      Generation generation = new Generation(number, SMALLEST_FILTER, false);
      generation.sealedAt = found.isEmpty() ? null : tails.clone();
      found.add(generation);
    }
    if (found.isEmpty()) {
      found.add(new Generation(1, SMALLEST_FILTER, true));
    }
    generations = found.toArray(Generation[]::new);
  }

  /// The generation that is being filled; it stays so until `end`.
  public Generation begin() {
    while (true) {
      Generation current = generations[0];
      current.writers.incrementAndGet();
      if (current == generations[0]) {
        return current;
      }
      current.writers.decrementAndGet();
    }
  }

  public void end(Generation generation) {
    generation.writers.decrementAndGet();
  }

  public boolean mayKnow(long conversation, long author, String name) {
    long hash = hash(conversation, author, name);
    for (Generation generation : generations) {
      if (mayHold(generation, hash)) {
        return true;
      }
    }
    return false;
  }

  /// A name that is carried over from a generation being removed may be missed in both, so a lookup
  /// is valid only if no generation was removed during it.
  public Optional<CommandResult> answer(
      OpenStore store, long conversation, long author, String name) {
    long hash = hash(conversation, author, name);
    while (true) {
      Generation[] looked = generations;
      for (Generation generation : looked) {
        if (mayHold(generation, hash)) {
          byte[] key = Keys.name(generation.number, conversation, author, name);
          byte[] row = store.get(Column.NAMES, key);
          if (row != null) {
            return Optional.of(decode(row));
          }
        }
      }
      if (oldest(looked) == oldest(generations)) {
        return Optional.empty();
      }
    }
  }

  private static int oldest(Generation[] of) {
    return of[of.length - 1].number;
  }

  public static CommandResult decode(byte[] row) {
    ByteInput in = new ByteInput(row);
    return new CommandResult(in.i64(), in.i64(), in.i64(), in.i64(), in.i64());
  }

  public Generation current() {
    return generations[0];
  }

  /// From the newest to the oldest.
  public List<Generation> all() {
    return List.of(generations);
  }

  public long bytes() {
    long bytes = 0;
    for (Generation generation : generations) {
      bytes += generation.bytes();
    }
    return bytes;
  }

  /// Begins a new generation, with a filter for as many names as the last one had.
  public synchronized void rotate() {
    Generation[] now = generations;
    int expected = Math.max(SMALLEST_FILTER, now[0].filter.size() / 4 * 5);
    Generation[] more = new Generation[now.length + 1];
    more[0] = new Generation(now[0].number + 1, expected, true);
    System.arraycopy(now, 0, more, 1, now.length);
    generations = more;
  }

  /// Seals generations to which no names are added any more.
  ///
  /// @param tails supplies the index of the newest record of each shard
  public void seal(Supplier<long[]> tails) {
    Generation[] now = generations;
    for (int i = 1; i < now.length; i++) {
      if (now[i].sealedAt == null && now[i].writers.get() == 0) {
        now[i].sealedAt = tails.get();
      }
    }
  }

  /// Drops the oldest generation from memory, before its rows are removed.
  public synchronized void dropOldest() {
    Generation[] now = generations;
    generations = Arrays.copyOf(now, now.length - 1);
  }

  private static boolean mayHold(Generation generation, long hash) {
    return !generation.loaded || generation.filter.mayContain(hash);
  }

  private long hash(long conversation, long author, String name) {
    long hash = mix(seed ^ (conversation * 0x9E3779B97F4A7C15L)) ^ author;
    for (int i = 0; i < name.length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
      hash ^= hash >>> 29;
    }
    return mix(hash);
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 33)) * 0xFF51AFD7ED558CCDL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
    return mixed ^ (mixed >>> 33);
  }
}
