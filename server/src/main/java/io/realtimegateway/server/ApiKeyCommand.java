package io.realtimegateway.server;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.api.keys.ApiKeyCommands;
import io.realtimegateway.api.keys.ApiKeyCommands.Outcome;
import io.realtimegateway.embedded.EmbeddedPostgres;
import io.realtimegateway.embedded.EmbeddedPostgresException;
import io.realtimegateway.security.ApiKeys;
import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.server.configuration.Configuration;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.DatabaseStartException;
import io.realtimegateway.store.DatabaseUrl;
import io.realtimegateway.store.applications.ApiKeyRepository;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/// `api-key`: in the database that is configured, or in the embedded one, of a server that runs or,
/// where none does, started for the moment.
final class ApiKeyCommand {
  private final Configuration configuration;
  private final PrintStream out;
  private final PrintStream err;

  ApiKeyCommand(Configuration configuration, PrintStream out, PrintStream err) {
    this.configuration = configuration;
    this.out = out;
    this.err = err;
  }

  /// Runs what follows `api-key`.
  ///
  /// @throws StartFailure where the database cannot be used
  ExitCode run(List<String> words) {
    try {
      return print(outcome(words));
    } catch (EmbeddedPostgresException
        | DatabaseStartException
        | IllegalArgumentException failure) {
      throw new StartFailure(ExitCode.DATABASE, String.valueOf(failure.getMessage()), failure);
    } catch (DatabaseException failure) {
      throw new StartFailure(
          ExitCode.DATABASE, "The database refuses it: " + failure.getMessage(), failure);
    }
  }

  private ExitCode print(Outcome outcome) {
    (outcome.isDone() ? out : err).println(outcome.text());
    return outcome.isDone() ? ExitCode.DONE : ExitCode.FAILED;
  }

  private Outcome outcome(List<String> words) {
    if (configuration.database().url().isPresent()) {
      return in(
          DatabasePart.configuredUrl(configuration, new SecretFiles(new SecureRandom())), words);
    }
    if (!configuration.usesEmbeddedDatabase()) {
      throw new StartFailure(
          ExitCode.CONFIGURATION,
          "This configuration names no database: set DATABASE_URL, or name the engine's data folder"
              + " with --data.");
    }
    return inEmbedded(words);
  }

  private Outcome inEmbedded(List<String> words) {
    Path data = configuration.data();
    try (DataFolder _ = DataFolder.take(data);
        EmbeddedPostgres postgres = DatabasePart.startEmbedded(configuration)) {
      return in(DatabasePart.urlOf(postgres), words);
    } catch (StartFailure taken) {
      Path file = data.resolve("database.url");
      if (taken.exitCode() != ExitCode.DATA_FOLDER || !Files.exists(file)) {
        throw taken;
      }
      return in(DatabaseUrl.parse(textOf(file)), words);
    }
  }

  private static String textOf(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException failure) {
      throw new StartFailure(ExitCode.DATA_FOLDER, "Cannot read " + file + ": " + failure, failure);
    }
  }

  private Outcome in(DatabaseUrl url, List<String> words) {
    try (Database database =
        Database.open(url, configuration.database(), new SimpleMeterRegistry())) {
      database.prepare();
      return new ApiKeyCommands(new ApiKeyRepository(database), new ApiKeys(new SecureRandom()))
          .run(words);
    }
  }
}
