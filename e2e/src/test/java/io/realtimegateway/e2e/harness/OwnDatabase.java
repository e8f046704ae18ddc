package io.realtimegateway.e2e.harness;

import io.realtimegateway.embedded.DatabaseLogin;
import io.realtimegateway.embedded.EmbeddedPostgres;
import io.realtimegateway.store.DatabaseUrl;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
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
    running = EmbeddedPostgres.start(folder, port);
    return this;
  }

  /// Where it is while it runs.
  public DatabaseUrl url() {
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    DatabaseLogin login = running.login();
    return new DatabaseUrl(login.jdbcUrl(), login.user(), login.password());
  }

  /// A connection past the server.
  public Connection connect() {
    DatabaseUrl url = url();
    try {
      return DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password());
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot be asked", e);
    }
  }

  /// Carries out one statement past the server.
  ///
  /// @return how many rows it changed
  public int execute(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refuses " + sql, e);
    }
  }

  /// The rows of a query, their columns joined by a blank.
  public List<String> query(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> row = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          row.add(String.valueOf(result.getString(column)));
        }
        rows.add(String.join(" ", row));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refuses " + sql, e);
    }
  }

  /// Where its files are.
  public Path folder() {
    return folder;
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
