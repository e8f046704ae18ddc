package io.realtimegateway.server.configuration;

import java.util.regex.Pattern;

/// Where a PostgreSQL is, as `postgres://user:password@host:port/database` or
/// `jdbc:postgresql://…`. Shown without its password.
///
/// @param value as configured
public record DatabaseUrl(String value) {

  private static final Pattern START =
      Pattern.compile("(jdbc:postgresql|postgres|postgresql)://.+");
  private static final Pattern USER_PASSWORD = Pattern.compile("(//[^:/@]*:)[^@]*(@)");
  private static final Pattern PASSWORD_PARAMETER =
      Pattern.compile("((?:password|sslpassword)=)[^&]*", Pattern.CASE_INSENSITIVE);

  public DatabaseUrl {
    if (!START.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "is no address of a PostgreSQL; write postgres://user:password@host:5432/database");
    }
  }

  @Override
  public String toString() {
    String masked = USER_PASSWORD.matcher(value).replaceAll("$1********$2");
    return PASSWORD_PARAMETER.matcher(masked).replaceAll("$1********");
  }
}
