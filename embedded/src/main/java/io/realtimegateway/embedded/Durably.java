package io.realtimegateway.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// Files and folders that only their owner can read, and that are on the disk when the call
/// returns.
final class Durably {
  private static final FileAttribute<Set<PosixFilePermission>> FOLDER =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
  private static final FileAttribute<Set<PosixFilePermission>> FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private Durably() {}

  static void folder(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectory(folder, FOLDER);
    }
  }

  static void write(Path file, String text) throws IOException {
    Files.createFile(file, FILE);
    Files.writeString(file, text);
    sync(file);
  }

  /// Copies the content, not the permissions.
  static void copy(Path from, Path to) throws IOException {
    try (FileChannel in = FileChannel.open(from)) {
      Files.createFile(to, FILE);
      try (FileChannel out = FileChannel.open(to, StandardOpenOption.WRITE)) {
        long position = 0;
        for (long moved = 1; moved > 0; position += moved) {
          moved = in.transferTo(position, Long.MAX_VALUE - position, out);
        }
        out.force(true);
      }
    }
  }

  private static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }
}
