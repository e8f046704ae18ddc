package io.realtimegateway.server;

import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.server.configuration.ProcessRole;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;

/// The files that a configuration names, read as the start reads them, and left alone.
final class NamedFiles {
  private final List<String> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private NamedFiles() {}

  /// Reads them all.
  static NamedFiles check(Configuration configuration) {
    NamedFiles files = new NamedFiles();
    files.read(configuration);
    return files;
  }

  /// What is wrong with them, a line each.
  List<String> problems() {
    return List.copyOf(problems);
  }

  /// What is accepted and not as it should be, a line each.
  List<String> warnings() {
    return warnings.stream().distinct().toList();
  }

  private void read(Configuration configuration) {
    SecretFiles secrets = new SecretFiles(new SecureRandom(), warnings::add);
    if (configuration.has(ProcessRole.API)) {
      attempt(() -> new ApiConfiguration(configuration, secrets).settings());
    }
    if (configuration.database().url().isPresent()) {
      attempt(() -> DatabasePart.configuredUrl(configuration, secrets));
    }
    attempt(() -> Basics.configuredTokenKeys(configuration, secrets));
    Path link = configuration.linkSecretFile();
    if (Files.exists(link) || !configuration.has(ProcessRole.ENGINE)) {
      attempt(() -> secrets.read(link));
    }
    attempt(() -> WebhookTrust.of(configuration.webhooks().trust()));
    if (configuration.tls().certificate().isPresent()) {
      Vertx vertx = Vertx.vertx();
      attempt(() -> TlsFiles.read(configuration.tls(), vertx, secrets));
      vertx.close().await();
    }
  }

  private void attempt(Reading reading) {
    try {
      Object _ = reading.read();
    } catch (StartFailure failure) {
      problems.add(String.valueOf(failure.getMessage()));
    } catch (IOException failure) {
      problems.add(Basics.unusableSecret(failure));
    }
  }

  @FunctionalInterface
  private interface Reading {
    Object read() throws IOException;
  }
}
