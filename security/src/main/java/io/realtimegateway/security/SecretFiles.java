package io.realtimegateway.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

/// Secrets in files. The secret is the content of the file without the white space at its end, byte
/// for byte.
///
/// A file that this process's own user owns must not be open to other users. A file that belongs to
/// another user, or lies on a read-only file system, is how an orchestrator mounts a secret into a
/// container: it has to be readable by group or others, and this process cannot change its mode.
/// Such a file is accepted with a warning, unless others may write to it.
public final class SecretFiles {
  private static final int MAX_BYTES = 4096;

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private static final Set<PosixFilePermission> FOREIGN =
      PosixFilePermissions.fromString("---rwxrwx");

  private static final Set<PosixFilePermission> FOREIGN_WRITE =
      PosixFilePermissions.fromString("----w--w-");

  private final SecureRandom random;
  private final Consumer<String> warnings;

  /// Discards warnings.
  public SecretFiles(SecureRandom random) {
    this(random, _ -> {});
  }

  /// @param warnings receives a sentence for each file that is accepted although others may read it
  public SecretFiles(SecureRandom random, Consumer<String> warnings) {
    this.random = random;
    this.warnings = warnings;
  }

  /// Reads a secret of at least [Secret#MIN_KEY_BYTES] bytes.
  ///
  /// @throws SecretFileException if others may read the file, or it is empty, too short, too long
  ///   or no file
  public Secret read(Path file) throws IOException {
    Secret secret = Secret.of(content(file));
    try {
      return secret.requireKey("the secret in " + file);
    } catch (IllegalArgumentException e) {
      throw new SecretFileException(String.valueOf(e.getMessage()));
    }
  }

  /// Reads a secret that was not generated here, such as a password, of any length up to 4,096
  /// bytes.
  ///
  /// @throws SecretFileException if others may read the file, or it is empty, too long or no file
  public Secret readAny(Path file) throws IOException {
    byte[] content = content(file);
    if (content.length == 0) {
      throw new SecretFileException("secret file " + file + " is empty");
    }
    return Secret.of(content);
  }

  private byte[] content(Path file) throws IOException {
    requirePrivate(file);
    byte[] content;
    try (var in = Files.newInputStream(file)) {
      content = in.readNBytes(MAX_BYTES + 1);
    }
    if (content.length > MAX_BYTES) {
      throw new SecretFileException(
          "secret file " + file + " is longer than " + MAX_BYTES + " bytes");
    }
    return Arrays.copyOf(content, lengthWithoutWhitespace(content));
  }

  /// Reads a secret; if there is no file, creates one with 256 random bits that only the owner may
  /// read. Several processes that do so at once all get the same secret, and none sees a partial
  /// file.
  public Secret readOrCreate(Path file) throws IOException {
    try {
      return read(file);
    } catch (NoSuchFileException _) {
      create(file);
      return read(file);
    }
  }

  private void create(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new SecretFileException("secret file " + file + " is a folder");
    }
    Files.createDirectories(folder);
    Path draft =
        folder.resolve("." + file.getFileName() + "." + Long.toHexString(random.nextLong()));
    try {
      write(draft, Secret.random(random));
      link(draft, file);
      syncFolder(folder);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static void write(Path draft, Secret secret) throws IOException {
    Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    FileAttribute<?>[] attributes =
        isPosix(draft.getFileSystem())
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
            : new FileAttribute<?>[0];
    String line = new String(secret.bytes(), StandardCharsets.UTF_8) + "\n";
    try (FileChannel channel = FileChannel.open(draft, options, attributes)) {
      ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /// The file appears whole, or another process was first.
  private static void link(Path draft, Path file) throws IOException {
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException _) {
      // Use the secret of the other process.
    } catch (UnsupportedOperationException _) {
      Files.move(draft, file);
    }
  }

  private static void syncFolder(Path folder) throws IOException {
    if (isPosix(folder.getFileSystem())) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /// Checks that a secret file is not open to more users than necessary.
  ///
  /// @throws SecretFileException if it is, with the remedy, or if it is no regular file
  public void requirePrivate(Path file) throws IOException {
    if (Files.notExists(file)) {
      throw new NoSuchFileException(file.toString(), null, "there is no such secret file");
    }
    if (!Files.isRegularFile(file)) {
      throw new SecretFileException("secret file " + file + " is no regular file");
    }
    var view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return;
    }
    Set<PosixFilePermission> permissions = view.readAttributes().permissions();
    if (permissions.stream().noneMatch(FOREIGN::contains)) {
      return;
    }
    String mode = PosixFilePermissions.toString(permissions);
    boolean isReadOnlyMount = Files.getFileStore(file).isReadOnly();
    boolean isWritable = permissions.stream().anyMatch(FOREIGN_WRITE::contains);
    if (!isReadOnlyMount && (isWritable || isOwn(file))) {
      throw new SecretFileException(
          String.format(
              Locale.ROOT,
              "secret file %s is open to other users (%s): run chmod 600 %s",
              file,
              mode,
              file));
    }
    warnings.accept(
        String.format(
                Locale.ROOT,
                "The secret file %s can be read by other users of this machine (%s). It is used,"
                    + " because %s; ",
                file,
                mode,
                isReadOnlyMount
                    ? "its file system is mounted read-only"
                    : "it belongs to another user")
            + "outside a container of its own, give this process a copy of mode 0600.");
  }

  /// Whether this process could change the mode of the file.
  private static boolean isOwn(Path file) throws IOException {
    Path self = Path.of("/proc/self");
    if (Files.exists(self)) {
      return Files.getAttribute(file, "unix:uid").equals(Files.getAttribute(self, "unix:uid"));
    }
    return Files.getOwner(file).getName().equals(System.getProperty("user.name"));
  }

  private static int lengthWithoutWhitespace(byte[] content) {
    int length = content.length;
    while (length > 0 && Character.isWhitespace(content[length - 1])) {
      length--;
    }
    return length;
  }

  private static boolean isPosix(FileSystem files) {
    return files.supportedFileAttributeViews().contains("posix");
  }
}
