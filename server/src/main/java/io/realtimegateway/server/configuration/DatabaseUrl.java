package io.realtimegateway.server.configuration;

import java.util.regex.Pattern;

/// Where a PostgreSQL is, as `postgres://user:password@host:port/database` or
/// `jdbc:postgresql://…`. Shown without its password.
///
/// @param value as configured
public record DatabaseUrl(String value) {

  private static final Pattern USER_PASSWORD = Pattern.compile("(//[^:/@?]*:)[^@]*(@)");
  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile("((?:password|sslpassword)=)[^&]*", Pattern.CASE_INSENSITIVE);

  /// @throws IllegalArgumentException if it cannot be read; the message does not repeat the value
  public DatabaseUrl {
    var _ = io.realtimegateway.store.DatabaseUrl.parse(value);
  }

  /// As the store takes it.
  public io.realtimegateway.store.DatabaseUrl parsed() {
    return io.realtimegateway.store.DatabaseUrl.parse(value);
  }

  @Override
  public String toString() {
    String masked = USER_PASSWORD.matcher(value).replaceFirst("$1********$2");
    return PASSWORD_PARAMETER.matcher(masked).replaceAll("$1********");
  }
}
