package io.realtimegateway.server;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The folder of one engine: local store, embedded database, generated secrets. It belongs to one
/// process at a time, by a lock that the operating system gives back however the process ends.
final class DataFolder implements AutoCloseable {

  private static final String LOCK_FILE = "process.lock";

  private final Path path;
  private final FileChannel lockFile;

  private DataFolder(Path path, FileChannel lockFile) {
    this.path = path;
    this.lockFile = lockFile;
  }

  /// Makes the folder where it is missing, and takes it.
  ///
  /// @throws StartFailure where another process has it or it cannot be used
  static DataFolder take(Path folder) {
    Path path = folder.toAbsolutePath().normalize();
    try {
      create(path);
      FolderModes.closeToOthers(path);
      FileChannel channel =
          FileChannel.open(
              path.resolve(LOCK_FILE),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (lock(channel) == null) {
        String owner = owner(channel);
        channel.close();
        throw new StartFailure(
            ExitCode.DATA_FOLDER,
            String.format(
                Locale.ROOT,
                "The data folder %s belongs to another process%s."
                    + " Stop that one, or choose another folder with --data.",
                path,
                owner));
      }
      writeOwner(channel);
      return new DataFolder(path, channel);
    } catch (FileAlreadyExistsException e) {
      throw new StartFailure(
          ExitCode.DATA_FOLDER,
          String.format(Locale.ROOT, "The data folder %s is no folder.", path),
          e);
    } catch (IOException e) {
      throw new StartFailure(
          ExitCode.DATA_FOLDER,
          String.format(Locale.ROOT, "The data folder %s cannot be used: %s", path, e),
          e);
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lockFile.close();
    } catch (IOException _) {
      // The lock goes with the process.
    }
  }

  private static void create(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createDirectories(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    } else {
      Files.createDirectories(path);
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  private static void writeOwner(FileChannel channel) throws IOException {
    channel.truncate(0);
    String owner = Long.toString(ProcessHandle.current().pid());
    channel.write(ByteBuffer.wrap(owner.getBytes(StandardCharsets.US_ASCII)), 0);
  }

  private static String owner(FileChannel channel) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(20);
    channel.read(bytes, 0);
    String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
    return text.matches("\\d+") ? " (process " + text + ")" : "";
  }
}
