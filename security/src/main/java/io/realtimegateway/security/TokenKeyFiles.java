package io.realtimegateway.security;

import io.realtimegateway.model.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The key files of tokens, and their rotation: the previous file is named beside the new one, and
/// tokens that it signed are accepted for a while after the new file was written. So all processes
/// agree on the end of that time, and a restart does not extend it.
///
/// @param secretFile signs
/// @param previousSecretFile accepted only
/// @param previousAccepted how long after the last change of `secretFile`, 0 s to 30 days
public record TokenKeyFiles(
    Path secretFile, Optional<Path> previousSecretFile, Duration previousAccepted) {
  /// A day, as long as a login lives by default.
  public static final Duration USUALLY_ACCEPTED = Duration.ofDays(1);

  public TokenKeyFiles {
    Range.require(
        "tokens.previous-secret-accepted", previousAccepted, Duration.ZERO, Duration.ofDays(30));
  }

  /// Reads them.
  ///
  /// @throws SecretFileException if one cannot be used, or both hold the same
  public TokenKeys read(SecretFiles files) throws IOException {
    Secret current = files.read(secretFile);
    if (previousSecretFile.isEmpty()) {
      return TokenKeys.of(current);
    }
    Secret previous = files.read(previousSecretFile.get());
    if (previous.equals(current)) {
      throw new SecretFileException(
          String.format(
              Locale.ROOT,
              "secret files %s and %s hold the same secret: the previous one must be another",
              secretFile,
              previousSecretFile.get()));
    }
    Instant changedAt = Files.getLastModifiedTime(secretFile).toInstant();
    return new TokenKeys(
        current, List.of(new TokenKeys.Previous(previous, changedAt.plus(previousAccepted))));
  }
}
