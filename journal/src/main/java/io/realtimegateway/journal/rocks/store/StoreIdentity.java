package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.JournalSettings.Level;
import io.realtimegateway.journal.rocks.rows.Column;
import io.realtimegateway.journal.rocks.rows.Keys;
import io.realtimegateway.journal.rocks.rows.ShardState;
import io.realtimegateway.journal.rocks.rows.ViewWriter;
import io.realtimegateway.model.Shards;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;

/// The installation that owns the store, its format, and whether its tail can be trusted.
///
/// A store records during which boot of the machine and at which level it is written, and whether
/// it was closed cleanly. All three are updated and synced before the first append. At level
/// `written`, a tail from another boot without a clean close may lack records: each shard then
/// carries a doubt until it starts a new epoch.
public final class StoreIdentity {
  /// Layout of the views. A store with a higher one is refused; one with a lower one is used as it
  /// is and has this format from then on:
  /// 1. each batch wrote the state of its shards, and each event the head of its conversation,
  /// 2. the state of a shard is a checkpoint, completed by the records after it; the head is that
  ///    of the newest event, and has a row once that is truncated.
  static final int FORMAT = 2;

  private static final byte[] FORMAT_KEY = Keys.meta("format");
  private static final byte[] INSTALLATION_KEY = Keys.meta("installation");
  private static final byte[] BOOT_KEY = Keys.meta("boot");
  private static final byte[] LEVEL_KEY = Keys.meta("level");
  private static final byte[] CLEAN_KEY = Keys.meta("clean");
  public static final byte[] COMPLETE_SINCE_KEY = Keys.meta("complete-since");

  private final StoreOptions options;
  private final @Nullable String installation;
  private final String boot;
  private final Clock clock;

  /// @param installation the installation that must own the store, null if that is not known
  /// @param boot id of this boot of the machine
  public StoreIdentity(
      StoreOptions options, @Nullable String installation, String boot, Clock clock) {
    this.options = options;
    this.installation = installation;
    this.boot = boot;
    this.clock = clock;
  }

  /// Checks the store and marks it as in use.
  void takeOver(OpenStore store) throws RocksDBException {
    check(store);
    String doubt = doubt(store);
    try (BatchSink batch = new BatchSink(store)) {
      if (store.get(Column.META, FORMAT_KEY) == null) {
        long completeSince = clock.millis() + ShardState.NAME_LEAD.toMillis();
        put(batch, COMPLETE_SINCE_KEY, Keys.id(completeSince));
      }
      put(batch, FORMAT_KEY, ByteBuffer.allocate(Integer.BYTES).putInt(FORMAT).array());
      if (installation != null) {
        put(batch, INSTALLATION_KEY, installation.getBytes(StandardCharsets.UTF_8));
      }
      put(batch, BOOT_KEY, boot.getBytes(StandardCharsets.UTF_8));
      put(batch, LEVEL_KEY, options.level().name().getBytes(StandardCharsets.US_ASCII));
      batch.deleteKey(Column.META, CLEAN_KEY);
      putStates(store, batch, doubt);
      batch.write(true);
    }
  }

  /// Finds where each shard ends and writes it down, so that a start that follows reads no record
  /// twice. What was closed cleanly needs none: its checkpoints are the ends.
  private static void putStates(OpenStore store, BatchSink batch, String doubt) {
    boolean isClean = store.get(Column.META, CLEAN_KEY) != null;
    ViewWriter writer = new ViewWriter(batch);
    ShardState[] states = new ShardState[Shards.COUNT];
    for (int shard = 0; shard < states.length; shard++) {
      ShardState state =
          isClean ? ShardCheckpoints.newest(store, shard) : ShardCheckpoints.replay(store, shard);
      boolean isDoubtful = !doubt.isEmpty() && state.index > 0;
      if (isDoubtful) {
        state.doubt = doubt;
      }
      if (isDoubtful || state.isAheadOfCheckpoint()) {
        writer.writeState(state);
      }
      states[shard] = state;
    }
    store.found(states);
  }

  /// Marks the store as closed with everything on the disk.
  void closeCleanly(OpenStore store) throws RocksDBException {
    store.put(Column.META, CLEAN_KEY, new byte[] {1}, true);
  }

  /// The installation that owns the store, empty if unknown.
  public static String installation(OpenStore store) {
    byte[] value = store.get(Column.META, INSTALLATION_KEY);
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  private void check(OpenStore store) {
    byte[] format = store.get(Column.META, FORMAT_KEY);
    if (format != null && ByteBuffer.wrap(format).getInt() > FORMAT) {
      throw new JournalException(
          "The journal in "
              + options.folder()
              + " has format "
              + ByteBuffer.wrap(format).getInt()
              + ", but this program reads formats up to "
              + FORMAT
              + "; run the newer version that wrote it");
    }
    String owner = installation(store);
    if (installation != null && !owner.isEmpty() && !owner.equals(installation)) {
      throw new JournalException(
          "The journal in "
              + options.folder()
              + " belongs to installation "
              + owner
              + ", not to "
              + installation
              + "; give this one its own data folder");
    }
  }

  private String doubt(OpenStore store) {
    if (store.isDamaged()) {
      return "damaged log";
    }
    byte[] clean = store.get(Column.META, CLEAN_KEY);
    byte[] before = store.get(Column.META, BOOT_KEY);
    byte[] level = store.get(Column.META, LEVEL_KEY);
    if (clean != null || before == null || level == null) {
      return "";
    }
    boolean sameBoot = boot.equals(new String(before, StandardCharsets.UTF_8));
    boolean synced = Level.FSYNCED.name().equals(new String(level, StandardCharsets.US_ASCII));
    return sameBoot || synced ? "" : "unclean shutdown of the machine";
  }

  private static void put(BatchSink batch, byte[] key, byte[] value) {
    batch.put(Column.META, key, value);
  }
}
