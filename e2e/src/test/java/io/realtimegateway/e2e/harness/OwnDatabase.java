package io.realtimegateway.e2e.harness;

import io.realtimegateway.store.DatabaseUrl;
import io.realtimegateway.store.embedded.EmbeddedPostgres;
import io.realtimegateway.store.embedded.EmbeddedSettings;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL that belongs to the test and not to the server, so that the test can stop it.
public final class OwnDatabase implements AutoCloseable {

  private final Path folder;
  private final int port = FreePort.find();
  private @Nullable EmbeddedPostgres running;

  /// Starts nothing yet.
  public OwnDatabase(Path folder) {
    this.folder = folder;
  }

  /// Starts it, always at the same address.
  public OwnDatabase start() {
    EmbeddedSettings defaults = EmbeddedSettings.defaults(folder);
    running =
        EmbeddedPostgres.start(
            new EmbeddedSettings(defaults.folder(), port, defaults.startTimeout()));
    return this;
  }

  /// Where it is while it runs.
  public DatabaseUrl url() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running.url();
  }

  /// Its address as a server takes it.
  public String address() {
    DatabaseUrl url = url();
    return url.jdbcUrl()
        .replace("jdbc:postgresql://", "postgres://" + url.user() + ":" + url.password() + "@");
  }

  /// Stops it; connections break.
  public void stop() {
    if (running != null) {
      running.close();
      running = null;
    }
  }

  @Override
  public void close() {
    stop();
  }
}
