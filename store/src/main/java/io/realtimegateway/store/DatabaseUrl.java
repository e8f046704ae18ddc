package io.realtimegateway.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the database is. Its text form leaves out user and password.
///
/// @param jdbcUrl for the driver
/// @param user null where the URL or the driver's defaults give it
/// @param password null where there is none
public record DatabaseUrl(String jdbcUrl, @Nullable String user, @Nullable String password) {

  private static final String JDBC = "jdbc:postgresql:";

  /// postgres://user:password@host:port,host:port/database?parameters, as libpq has it.
  private static final Pattern LIBPQ =
      Pattern.compile(
          "postgres(?:ql)?://"
              + "(?:(?<user>[^:@/?]*)(?::(?<password>[^@/?]*))?@)?"
              + "(?<hosts>[^@/?]+)"
              + "(?:/(?<database>[^?]*))?"
              + "(?:\\?(?<parameters>.*))?");

  /// Reads `postgres://…`, `postgresql://…` or `jdbc:postgresql:…`.
  ///
  /// @throws IllegalArgumentException where it is none of them; the message does not repeat the
  ///   text
  public static DatabaseUrl parse(String text) {
    if (text.startsWith(JDBC)) {
      return new DatabaseUrl(text, null, null);
    }
    Matcher matcher = LIBPQ.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "DATABASE_URL: expected postgres://user:password@host:port/database or jdbc:postgresql://…");
    }
    return parse(matcher);
  }

  private static DatabaseUrl parse(Matcher matcher) {
    String user = decoded(matcher.group("user"));
    String database =
        Optional.ofNullable(matcher.group("database"))
            .filter(name -> !name.isEmpty())
            .or(() -> Optional.ofNullable(user))
            .orElse("postgres");
    String parameters =
        Optional.ofNullable(matcher.group("parameters"))
            .filter(all -> !all.isEmpty())
            .map(DatabaseUrl::forDriver)
            .orElse("");
    String jdbcUrl = JDBC + "//" + matcher.group("hosts") + "/" + database + parameters;
    return new DatabaseUrl(jdbcUrl, user, decoded(matcher.group("password")));
  }

  /// The driver has other names for two of libpq's parameters.
  private static String forDriver(String parameters) {
    return Stream.of(parameters.split("&"))
        .map(
            parameter ->
                parameter
                    .replaceFirst("^application_name=", "ApplicationName=")
                    .replaceFirst("^connect_timeout=", "connectTimeout="))
        .collect(Collectors.joining("&", "?", ""));
  }

  private static @Nullable String decoded(@Nullable String part) {
    return part == null || part.isEmpty()
        ? null
        : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// Hosts and database alone.
  @Override
  public String toString() {
    int parameters = jdbcUrl.indexOf('?');
    String place = parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
    return place.substring(JDBC.length()).replaceFirst("^//", "");
  }
}
