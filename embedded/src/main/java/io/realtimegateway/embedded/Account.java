package io.realtimegateway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The account under which PostgreSQL runs. It refuses to run as root; if this process is root, its
/// programs are started in a user namespace of their own, in which they are the user nobody, or
/// under the account nobody.
sealed interface Account {

  /// The account of this process.
  record Own() implements Account {}

  /// This process is root, and `unshare -U` works.
  record Namespace() implements Account {}

  /// This process is root, and only `setpriv` works: files that the server writes belong to nobody.
  record Nobody() implements Account {}

  /// The account to use here.
  static Account here() {
    if ("?".equals(System.getProperty("user.name"))) {
      throw new EmbeddedPostgresException(
          "the embedded PostgreSQL needs an account for the user id of this process, and there is"
              + " none in /etc/passwd: start the program under a user with an account (the image"
              + " has one with the id 10001), add one for this id, or set DATABASE_URL to a"
              + " PostgreSQL of your own");
    }
    if (!"root".equals(System.getProperty("user.name"))) {
      return new Own();
    }
    if (works("unshare", "-U", "true")) {
      return new Namespace();
    }
    if (works("setpriv", "--reuid=nobody", "--clear-groups", "true")) {
      return new Nobody();
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL does not run as root, and neither 'unshare -U' nor 'setpriv' works here:"
            + " start the program under another account, or set DATABASE_URL");
  }

  /// A command line for that account.
  default List<String> command(List<String> command) {
    List<String> prefix =
        switch (this) {
          case Own _ -> List.<String>of();
          case Namespace _ -> List.of("unshare", "-U");
          case Nobody _ -> List.of("setpriv", "--reuid=nobody", "--clear-groups");
        };
    List<String> whole = new ArrayList<>(prefix);
    whole.addAll(command);
    return whole;
  }

  /// Gives the account a file, or a folder with its content.
  default void give(Path path) throws IOException {
    if (this instanceof Nobody) {
      UserPrincipal nobody =
          path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
      try (Stream<Path> all = Files.walk(path)) {
        for (Path each : all.toList()) {
          Files.setOwner(each, nobody);
        }
      }
    }
  }

  /// Creates a folder that only this account and root can read; keeps an existing one.
  default void makeFolder(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return;
    }
    Files.createDirectories(
        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    give(path);
  }

  private static boolean works(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while starting PostgreSQL", interruption);
    }
  }
}
