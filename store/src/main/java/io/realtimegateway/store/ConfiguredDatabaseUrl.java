package io.realtimegateway.store;

import java.util.regex.Pattern;

/// Where a PostgreSQL is, as `postgres://user:password@host:port/database` or
/// `jdbc:postgresql://…`. Shown without its password.
///
/// @param value as configured
public record ConfiguredDatabaseUrl(String value) {

  private static final Pattern USER_PASSWORD = Pattern.compile("(//[^:/@?]*:)[^@]*(@)");
  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile("((?:password|sslpassword)=)[^&]*", Pattern.CASE_INSENSITIVE);

  /// @throws IllegalArgumentException if it cannot be read; the message does not repeat the value
  public ConfiguredDatabaseUrl {
    var _ = DatabaseUrl.parse(value);
  }

  /// In its parts.
  public DatabaseUrl parsed() {
    return DatabaseUrl.parse(value);
  }

  @Override
  public String toString() {
    String masked = USER_PASSWORD.matcher(value).replaceFirst("$1********$2");
    return PASSWORD_PARAMETER.matcher(masked).replaceAll("$1********");
  }
}
