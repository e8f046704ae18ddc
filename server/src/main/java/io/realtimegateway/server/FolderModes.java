package io.realtimegateway.server;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps other users of the machine out of a data folder that was there before: messages are in its
/// files, and native code is loaded from it.
final class FolderModes {
  private static final Logger LOG = LoggerFactory.getLogger(FolderModes.class);

  /// Folders for this process alone.
  private static final List<String> PRIVATE = List.of("journal", "native", "postgres");

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private static final Set<PosixFilePermission> FOREIGN_WRITE =
      PosixFilePermissions.fromString("----w--w-");

  private static final int STICKY = 01000;

  private FolderModes() {}

  /// Lets only the owner into the private folders, and only the owner write to the data folder.
  ///
  /// @param folder that exists
  /// @throws IOException if a private folder is another user's
  static void closeToOthers(Path folder) throws IOException {
    if (!folder.getFileSystem().supportedFileAttributeViews().contains("unix")) {
      return;
    }
    closeToWriters(folder);
    for (String name : PRIVATE) {
      Path inner = folder.resolve(name);
      if (Files.isDirectory(inner)) {
        closePrivate(inner);
      } else if (!name.equals("postgres")) {
        Files.createDirectory(inner, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      }
    }
  }

  private static void closePrivate(Path inner) throws IOException {
    if (Files.getPosixFilePermissions(inner).equals(OWNER_ONLY)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(inner, OWNER_ONLY);
    } catch (FileSystemException refused) {
      throw new FileSystemException(
          inner.toString(), null, "it belongs to another user, who could change what is in it");
    }
  }

  private static void closeToWriters(Path folder) throws IOException {
    Set<PosixFilePermission> found = Files.getPosixFilePermissions(folder);
    if (found.stream().noneMatch(FOREIGN_WRITE::contains)) {
      return;
    }
    String mode = PosixFilePermissions.toString(found);
    if (isSticky(folder)) {
      LOG.warn(
          "Other users may write to the data folder {} ({}); a folder of its own would be better",
          folder,
          mode);
      return;
    }
    Set<PosixFilePermission> closed = EnumSet.copyOf(found);
    closed.removeAll(FOREIGN_WRITE);
    try {
      Files.setPosixFilePermissions(folder, closed);
      LOG.warn(
          "Other users could write to the data folder {} ({}); its mode is now {}",
          folder,
          mode,
          PosixFilePermissions.toString(closed));
    } catch (FileSystemException _) {
      LOG.warn(
          "Other users may write to the data folder {} ({}), which belongs to another user. Outside"
              + " a container of its own they could replace what is in it: give the server a folder"
              + " that belongs to its user.",
          folder,
          mode);
    }
  }

  private static boolean isSticky(Path folder) throws IOException {
    return ((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
  }
}
