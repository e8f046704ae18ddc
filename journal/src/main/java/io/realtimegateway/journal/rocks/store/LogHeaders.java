package io.realtimegateway.journal.rocks.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Repairs record headers in RocksDB's logs before RocksDB reads them. Its manifests are such logs
/// too.
///
/// A log is a sequence of blocks; each starts with a header: checksum (4 bytes), length (2, little
/// endian), type (1), the record, the next header. If a header has a type of recycled logs, RocksDB
/// loops forever if the log did not begin as a recycled one (facebook/rocksdb#13333), and takes the
/// header for the end of the log if it did. Logs are not recycled here, so such a type is damage.
/// It is replaced by the type of a whole record: the checksum tells whether that is right, and
/// RocksDB handles a wrong one.
public final class LogHeaders {
  private static final Logger LOG = LoggerFactory.getLogger(LogHeaders.class);
  private static final int BLOCK_BYTES = 32 << 10;
  private static final int HEADER_BYTES = 7;
  private static final int LENGTH_AT = 4;
  private static final int TYPE_AT = 6;
  private static final byte WHOLE_RECORD = 1;

  private LogHeaders() {}

  /// Repairs all logs of a folder.
  public static void repair(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Path> logs;
    try (Stream<Path> files = Files.list(folder)) {
      logs = files.filter(LogHeaders::isLog).toList();
    }
    for (Path log : logs) {
      repairLog(log);
    }
  }

  private static boolean isLog(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".log") || name.startsWith("MANIFEST-");
  }

  private static void repairLog(Path log) throws IOException {
    try (FileChannel channel =
        FileChannel.open(log, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      ByteBuffer block = ByteBuffer.allocate(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (long at = 0; at < channel.size(); at += BLOCK_BYTES) {
        read(channel, at, block.clear());
        mendBlock(log, channel, at, block.flip());
      }
    }
  }

  private static void read(FileChannel channel, long at, ByteBuffer block) throws IOException {
    int read = 1;
    while (read > 0 && block.hasRemaining()) {
      read = channel.read(block, at + block.position());
    }
  }

  /// After a damaged header this may take other bytes of the block for headers; RocksDB drops
  /// those.
  private static void mendBlock(Path log, FileChannel channel, long at, ByteBuffer block)
      throws IOException {
    int header = 0;
    while (header + HEADER_BYTES <= block.limit()) {
      int length = Short.toUnsignedInt(block.getShort(header + LENGTH_AT));
      int type = Byte.toUnsignedInt(block.get(header + TYPE_AT));
      if (isOfLogsUsedAgain(type)) {
        LOG.warn("Byte {} of {} is damaged: no record is of type {}", at + header, log, type);
        channel.write(ByteBuffer.wrap(new byte[] {WHOLE_RECORD}), at + header + TYPE_AT);
      }
      header += HEADER_BYTES + length;
    }
  }

  private static boolean isOfLogsUsedAgain(int type) {
    return (type >= 5 && type <= 8) || type == 11 || type == 131;
  }
}
