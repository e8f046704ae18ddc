package io.realtimegateway.server.configuration;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Reads the keys that environment variables give. An empty variable gives nothing.
final class EnvironmentVariables {

  /// Names the configuration file.
  static final String FILE = "RTG_CONFIG";

  private static final String PREFIX = "RTG_";
  private static final String DATABASE_URL = "DATABASE_URL";

  /// Read by this class and the launch script, and no keys.
  private static final Set<String> OTHERS =
      Set.of(FILE, "RTG_JAVA_OPTS", "RTG_JDK_URL", "RTG_JDK_CACHE", "RTG_JDK_PINNED");

  /// What Kubernetes and Docker set for a service or a container called `rtg` or `rtg-…`: where it
  /// is. `RTG_LINK_PORT` and `RTG_HTTP_PORT` are keys too, and no links if they are numbers.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "RTG_(?:[A-Z0-9_]+_)?(?:SERVICE_HOST|SERVICE_PORT(?:_[A-Z0-9_]+)?"
              + "|PORT_\\d+_(?:TCP|UDP|SCTP)(?:_(?:PROTO|PORT|ADDR))?)");

  private static final Pattern PORT_LINK = Pattern.compile("RTG_(?:[A-Z0-9_]+_)?PORT");
  private static final Pattern LINK_VALUE = Pattern.compile("(?:tcp|udp|sctp)://\\S+");

  private EnvironmentVariables() {}

  /// @param problems gains the names of unknown variables
  static Map<String, Given> read(Map<String, String> environment, List<String> problems) {
    Map<String, Given> values = new LinkedHashMap<>();
    String databaseUrl = environment.getOrDefault(DATABASE_URL, "");
    if (!databaseUrl.isEmpty()) {
      values.put("database.url", Given.text(databaseUrl, new Source.Environment(DATABASE_URL)));
    }
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (variable.startsWith(PREFIX)
                  && !OTHERS.contains(variable)
                  && !isServiceLink(variable, text)) {
                put(variable, text, values, problems);
              }
            });
    return values;
  }

  private static boolean isServiceLink(String variable, String text) {
    return SERVICE_LINK.matcher(variable).matches()
        || (PORT_LINK.matcher(variable).matches() && LINK_VALUE.matcher(text).matches());
  }

  private static void put(
      String variable, String text, Map<String, Given> values, List<String> problems) {
    ConfigurationKeys.ofVariable(variable)
        .ifPresentOrElse(
            key -> {
              if (!text.isEmpty()) {
                values.put(key, Given.text(text, new Source.Environment(variable)));
              }
            },
            () -> problems.add(UnknownKey.messageForVariable(variable)));
  }
}
