package io.realtimegateway.server;

import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.ProcessRole;
import java.net.URI;

/// What the terminal shows, below the line that scripts wait for, to a user who has just started
/// the server.
final class FirstMessage {

  private FirstMessage() {}

  /// A few indented lines, each with its line break.
  ///
  /// @param url base of the server's addresses, without a slash at the end
  static String lines(URI url, Configuration configuration) {
    StringBuilder lines = new StringBuilder();
    if (configuration.has(ProcessRole.API)) {
      if (configuration.devLogin()) {
        line(lines, "Open " + url + " in a browser, and in a second window as another user.");
        line(lines, "Dev login is on: people sign in by naming themselves (auth.dev-login).");
      } else {
        line(lines, "Open " + url + " in a browser.");
      }
      line(lines, "Documents: " + url + "/docs, and docs/ beside the program.");
    }
    if (configuration.has(ProcessRole.ENGINE)) {
      line(lines, "Data folder: " + configuration.data().toAbsolutePath().normalize());
    }
    return lines.toString();
  }

  private static void line(StringBuilder lines, String text) {
    lines.append("  ").append(text).append('\n');
  }
}
