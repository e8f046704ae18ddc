package io.realtimegateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;

/// The password of the only user of the embedded server.
record Password(Path file, String text) {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /// The password in the file, or a new random one if there is no file.
  static Password in(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(file, HexFormat.of().formatHex(random), StandardOpenOption.WRITE);
    }
    Files.setPosixFilePermissions(file, OWNER_ONLY);
    return new Password(file, Files.readString(file).strip());
  }

  @Override
  public String toString() {
    return "Password(" + file + ")";
  }
}
