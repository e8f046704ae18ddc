package io.realtimegateway.journal.rocks.store;

import io.realtimegateway.journal.DamagedException;
import io.realtimegateway.journal.JournalException;
import io.realtimegateway.journal.rocks.rows.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.Filter;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.NativeLibraryLoader;
import org.rocksdb.Options;
import org.rocksdb.RateLimiter;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksObject;
import org.rocksdb.SstPartitionerFactory;
import org.rocksdb.SstPartitionerFixedPrefixFactory;
import org.rocksdb.Status;
import org.rocksdb.WALRecoveryMode;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the RocksDB in a folder with the options of the store.
public final class StoreOpener {
  private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);
  private static final long FILE_BYTES = 16 << 20;

  /// Keys of records ascend within a shard, so nothing that was compacted once has to be merged
  /// again: a level that is full moves its files down as they are. With the usual 256 MiB each
  /// compaction of new files would rewrite all of these.
  private static final long RECORDS_LEVEL_BYTES = 8 << 20;

  private static final long MAX_LOG_BYTES = 256 << 20;
  private static final int OPEN_FILES = 1024;
  private static final int BITS_PER_KEY = 10;

  /// Names the manifest, and with it all valid files.
  private static final String CURRENT = "CURRENT";

  private final StoreOptions storeOptions;

  public StoreOpener(StoreOptions storeOptions) {
    this.storeOptions = storeOptions;
  }

  /// Opens the store, or creates it.
  ///
  /// A kill can leave a log that ends in the middle of a record: that part is dropped. At any other
  /// damage, everything before the damage is kept and the store reports it.
  public OpenStore open() throws RocksDBException {
    prepareFolders();
    try {
      return open(WALRecoveryMode.TolerateCorruptedTailRecords, false);
    } catch (RocksDBException failed) {
      if (!isCorruption(failed)) {
        throw failed;
      }
      OpenStore store = open(WALRecoveryMode.PointInTimeRecovery, true);
      LOG.warn(
          "The journal's log is damaged ({}): records after the damage are lost",
          failed.getMessage());
      return store;
    }
  }

  /// Explains a failure to open for the operator.
  JournalException explain(RocksDBException failed) {
    String said = String.valueOf(failed.getMessage());
    if (isCorruption(failed)) {
      return damaged(said, failed);
    }
    if (said.contains("While lock file") || said.contains("lock hold by current process")) {
      return new JournalException(
          "The journal folder "
              + storeOptions.folder()
              + " is used by another process; stop it, or give this one another data folder",
          failed);
    }
    return new JournalException(
        "The journal in " + storeOptions.folder() + " cannot be opened: " + said, failed);
  }

  /// Describes damage for the operator.
  JournalException damaged(String what, @Nullable Exception cause) {
    return new DamagedException(
        "The journal in "
            + storeOptions.folder()
            + " is damaged: "
            + what
            + "; restore its files, or move the folder away to continue from what"
            + " PostgreSQL has: records that were accepted but not archived are lost then",
        cause);
  }

  private void prepareFolders() {
    Path folder = storeOptions.folder().toAbsolutePath();
    try {
      Files.createDirectories(folder);
      Path library = Files.createDirectories(folder.resolveSibling("native"));
      NativeLibraryLoader.getInstance().loadLibrary(library.toString());
      requireCurrent(folder);
      if (isHalfCreated(folder)) {
        Files.delete(folder.resolve(CURRENT));
      }
      LogHeaders.repair(folder);
    } catch (IOException | RocksDBException failed) {
      throw new JournalException(
          "The journal folder " + folder + " cannot be used: " + failed, failed);
    }
  }

  /// RocksDB treats a folder without this file as new and removes everything in it. The file is
  /// created before the first one that holds data.
  private void requireCurrent(Path folder) throws IOException {
    if (!Files.exists(folder.resolve(CURRENT)) && hasRecords(folder)) {
      throw damaged("the file CURRENT is missing", null);
    }
  }

  /// Whether the creation of the store was interrupted before anything was written: RocksDB would
  /// report a missing log.
  private static boolean isHalfCreated(Path folder) throws IOException, RocksDBException {
    if (!Files.exists(folder.resolve(CURRENT)) || hasRecords(folder)) {
      return false;
    }
    try (Options options = new Options()) {
      int families = RocksDB.listColumnFamilies(options, folder.toString()).size();
      return families < Column.values().length;
    }
  }

  private static boolean hasRecords(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(Path::toString)
          .anyMatch(file -> file.endsWith(".sst") || file.endsWith(".log"));
    }
  }

  private OpenStore open(WALRecoveryMode recovery, boolean damaged) throws RocksDBException {
    List<RocksObject> owned = new ArrayList<>();
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      Cache cache = own(owned, new LRUCache(storeOptions.cacheBytes()));
      Filter filter = own(owned, new BloomFilter(BITS_PER_KEY, false));
      List<ColumnFamilyDescriptor> families = new ArrayList<>();
      for (Column column : Column.values()) {
        families.add(
            new ColumnFamilyDescriptor(column.familyName(), options(column, cache, filter, owned)));
      }
      DBOptions options = own(owned, databaseOptions(owned).setWalRecoveryMode(recovery));
      RocksDB database =
          RocksDB.open(
              options, storeOptions.folder().toAbsolutePath().toString(), families, handles);
      return new OpenStore(database, handles, owned, damaged);
    } catch (RocksDBException failed) {
      owned.forEach(RocksObject::close);
      throw failed;
    }
  }

  private DBOptions databaseOptions(List<RocksObject> owned) {
    return verifyingLogs()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        .setMaxBackgroundJobs(2)
        .setEnableWriteThreadAdaptiveYield(false)
        .setBytesPerSync(1 << 20)
        .setMaxTotalWalSize(MAX_LOG_BYTES)
        .setDbWriteBufferSize(storeOptions.writeBufferBytes())
        .setMaxOpenFiles(OPEN_FILES)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setMaxLogFileSize(4 << 20)
        .setKeepLogFileNum(4)
        .setStatsDumpPeriodSec(0)
        .setStatsPersistPeriodSec(0)
        .setMaxBgErrorResumeCount(0)
        .setRateLimiter(own(owned, new RateLimiter(storeOptions.compactionBytesPerSecond())));
  }

  /// Options that let each log record how the previous one ended, so that a missing or truncated
  /// log is found. They can be set only as text.
  private static DBOptions verifyingLogs() {
    Properties text = new Properties();
    text.setProperty("track_and_verify_wals", "true");
    return known(DBOptions.getDBOptionsFromProps(text), text);
  }

  private ColumnFamilyOptions options(
      Column column, Cache cache, Filter filter, List<RocksObject> owned) {
    BlockBasedTableConfig table = new BlockBasedTableConfig().setBlockCache(cache);
    if (column == Column.MESSAGES || column == Column.NAMES) {
      table.setFilterPolicy(filter);
    }
    ColumnFamilyOptions options =
        own(owned, inserting(column))
            .setTableFormatConfig(table)
            .setCompressionType(CompressionType.NO_COMPRESSION)
            .setWriteBufferSize(storeOptions.writeBufferBytes() / 4)
            .setMaxWriteBufferNumber(4)
            .setTargetFileSizeBase(FILE_BYTES)
            .setLevel0SlowdownWritesTrigger(storeOptions.slowdownFiles())
            .setLevel0StopWritesTrigger(storeOptions.slowdownFiles() * 3 / 2);
    if (column == Column.RECORDS) {
      options.setMaxBytesForLevelBase(RECORDS_LEVEL_BYTES);
    }
    if (column.splitAt() > 0) {
      SstPartitionerFactory split = new SstPartitionerFixedPrefixFactory(column.splitAt());
      options.setSstPartitionerFactory(own(owned, split));
    }
    return options;
  }

  /// Options that insert ascending keys directly after the last key with the same prefix, without a
  /// search through the whole memtable. They can be set only as text.
  private static ColumnFamilyOptions inserting(Column column) {
    if (column.growsWithin() == 0) {
      return new ColumnFamilyOptions();
    }
    Properties text = new Properties();
    String extractor = "rocksdb.FixedPrefix." + column.growsWithin();
    text.setProperty("memtable_insert_with_hint_prefix_extractor", extractor);
    return known(ColumnFamilyOptions.getColumnFamilyOptionsFromProps(text), text);
  }

  private static <T> T known(@Nullable T options, Properties text) {
    if (options == null) {
      throw new IllegalStateException("RocksDB does not know " + text);
    }
    return options;
  }

  private static <T extends RocksObject> T own(List<RocksObject> owned, T object) {
    owned.add(object);
    return object;
  }

  static boolean isCorruption(RocksDBException failed) {
    Status status = failed.getStatus();
    return status != null && status.getCode() == Status.Code.Corruption;
  }
}
