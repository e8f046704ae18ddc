package io.realtimegateway.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Address and login of a database. The text form leaves out user and password.
///
/// @param jdbcUrl for the driver, without user and password
/// @param user null to let the driver choose
/// @param password null if there is none
public record DatabaseLogin(String jdbcUrl, @Nullable String user, @Nullable String password) {

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }

  /// The URL without its parameters.
  @Override
  public String toString() {
    int parameters = jdbcUrl.indexOf('?');
    return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
  }
}
