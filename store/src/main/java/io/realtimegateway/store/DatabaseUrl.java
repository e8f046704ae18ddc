package io.realtimegateway.store;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the database is. Its text form leaves out user, password and parameters.
///
/// @param jdbcUrl for the driver
/// @param user null if the URL or the driver's defaults give it
/// @param password null for none
public record DatabaseUrl(String jdbcUrl, @Nullable String user, @Nullable String password) {

  private static final String JDBC = "jdbc:postgresql:";

  /// The form of libpq: postgres://user:password@host:port,host:port/database?parameters
  private static final Pattern LIBPQ =
      Pattern.compile(
          "postgres(?:ql)?://"
              + "(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?"
              + "(?<hosts>[^@/?#]+)"
              + "(?:/(?<database>[^?#@]*))?"
              + "(?:\\?(?<parameters>[^#]*))?");

  /// The driver logs and repeats a URL that it cannot read, so it only gets URLs that it can read.
  private static final Pattern DRIVERS =
      Pattern.compile(
          JDBC + "(?://(?<hosts>[^@/?#]*)/)?(?<database>[^@/?#]*)(?:\\?(?<parameters>[^#]*))?");

  private static final Pattern HOSTS = Pattern.compile(host() + "(?:," + host() + ")*");
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  /// Reads `postgres://…`, `postgresql://…` or `jdbc:postgresql:…`.
  ///
  /// @throws IllegalArgumentException if it is none of them; the message continues after a name for
  ///   the text and does not repeat the text
  public static DatabaseUrl parse(String text) {
    if (BROKEN_ESCAPE.matcher(text).find()) {
      throw unreadable("has a % that begins no escape");
    }
    return text.startsWith(JDBC) ? ofDriver(text) : ofLibpq(text);
  }

  private static DatabaseUrl ofDriver(String text) {
    Matcher matcher = DRIVERS.matcher(text);
    if (!matcher.matches()) {
      if (text.contains("@")) {
        throw new IllegalArgumentException(
            "begins with jdbc:postgresql: and holds a user or a password before the host, which"
                + " that form does not have: write postgres://user:password@host:5432/database, or"
                + " add ?user=…&password=… at the end");
      }
      throw unreadable("is no address of a PostgreSQL");
    }
    requireHosts(Optional.ofNullable(matcher.group("hosts")).orElse(""));
    translated(matcher.group("parameters"));
    return new DatabaseUrl(text, null, null);
  }

  private static DatabaseUrl ofLibpq(String text) {
    Matcher matcher = LIBPQ.matcher(text);
    if (!matcher.matches()) {
      throw unreadable(
          text.startsWith("postgres") && text.contains("@")
              ? "has a character in its user or password that must be percent-encoded"
              : "is no address of a PostgreSQL");
    }
    requireHosts(matcher.group("hosts"));
    String parameters = matcher.group("parameters");
    if (parameters != null && parameters.contains("@")) {
      throw unreadable("has an @ behind its ?");
    }
    String user = decoded(matcher.group("user"));
    String database =
        Optional.ofNullable(matcher.group("database"))
            .filter(name -> !name.isEmpty())
            .or(() -> Optional.ofNullable(user))
            .orElse("postgres");
    String jdbcUrl = JDBC + "//" + matcher.group("hosts") + "/" + database + translated(parameters);
    return new DatabaseUrl(jdbcUrl, user, decoded(matcher.group("password")));
  }

  private static String host() {
    return "(?:[^\\[\\]:,/?#@]+|\\[[0-9A-Fa-f:.%]+\\])(?::\\d{1,5})?";
  }

  private static void requireHosts(String hosts) {
    if (!hosts.isEmpty() && !HOSTS.matcher(hosts).matches()) {
      throw unreadable("names a host or a port that cannot be one");
    }
  }

  /// The parameters under the driver's names, after a question mark; empty if there are none.
  private static String translated(@Nullable String parameters) {
    if (parameters == null || parameters.isEmpty()) {
      return "";
    }
    return Stream.of(parameters.split("&"))
        .map(DatabaseUrl::forDriver)
        .collect(Collectors.joining("&", "?", ""));
  }

  /// The driver ignores a parameter that it does not know, which could silently select another
  /// database or weaken the protection of the connection.
  private static String forDriver(String parameter) {
    int equals = parameter.indexOf('=');
    String name = equals < 0 ? parameter : parameter.substring(0, equals);
    String value = equals < 0 ? "" : parameter.substring(equals + 1);
    return switch (name) {
      case "application_name" -> "ApplicationName=" + value;
      case "connect_timeout" -> "connectTimeout=" + value;
      case "channel_binding" -> "channelBinding=" + value;
      case "gssencmode" -> "gssEncMode=" + value;
      case "sslnegotiation" -> "sslNegotiation=" + value;
      case "require_auth" -> "requireAuth=" + value;
      case "target_session_attrs" -> "targetServerType=" + serverType(value);
      default -> {
        if (!DriverParameters.KNOWN.contains(name)) {
          throw new IllegalArgumentException(
              String.format(
                      Locale.ROOT,
                      "has the parameter '%s', which the PostgreSQL driver does not know: leave it"
                          + " out, or",
                      name)
                  + " use the driver's own name for it"
                  + " (https://jdbc.postgresql.org/documentation/use/)");
        }
        yield parameter;
      }
    };
  }

  private static String serverType(String sessionAttributes) {
    return switch (sessionAttributes) {
      case "any" -> "any";
      case "read-write", "primary" -> "primary";
      default ->
          throw new IllegalArgumentException(
              "has a target_session_attrs that cannot be used, because the server writes to its"
                  + " database: it may be any, read-write or primary");
    };
  }

  private static @Nullable String decoded(@Nullable String part) {
    return part == null || part.isEmpty()
        ? null
        : URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static IllegalArgumentException unreadable(String reason) {
    return new IllegalArgumentException(
        reason
            + ". Write postgres://user:password@host:5432/database; in user and password the"
            + " characters @ : / ? # % must be percent-encoded (%40 %3A %2F %3F %23 %25), or give"
            + " the password apart as database.password or database.password-file");
  }

  /// The same database with this password.
  public DatabaseUrl withPassword(String given) {
    return new DatabaseUrl(jdbcUrl, user, given);
  }

  /// Whether the URL contains a password, in any place.
  public boolean hasPassword() {
    int parameters = jdbcUrl.indexOf('?');
    return password != null
        || (parameters >= 0
            && Stream.of(jdbcUrl.substring(parameters + 1).split("&"))
                .anyMatch(parameter -> parameter.startsWith("password=")));
  }

  /// Loaded when the first URL has parameters.
  private static final class DriverParameters {
    static final Set<String> KNOWN = known();

    private static Set<String> known() {
      String url = JDBC + "//host/database";
      try {
        return Stream.of(DriverManager.getDriver(url).getPropertyInfo(url, new Properties()))
            .map(property -> property.name)
            .collect(Collectors.toUnmodifiableSet());
      } catch (SQLException missing) {
        throw new IllegalStateException("the PostgreSQL driver is missing", missing);
      }
    }
  }

  /// Only hosts and database.
  @Override
  public String toString() {
    int parameters = jdbcUrl.indexOf('?');
    String place = parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
    return place.substring(JDBC.length()).replaceFirst("^//", "");
  }
}
