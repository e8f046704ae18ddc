package io.realtimegateway.server.configuration;

import java.util.List;
import java.util.Locale;

/// Words about a key that does not exist.
final class UnknownKey {

  private UnknownKey() {}

  static String message(String key, Source source) {
    List<String> known = ConfigurationKeys.all().stream().map(Key::name).toList();
    return String.format(
        Locale.ROOT,
        "%s is no known key (%s); the nearest is %s",
        key,
        source,
        NearestName.of(key, known));
  }

  static String messageForVariable(String variable) {
    List<String> known = ConfigurationKeys.all().stream().map(Key::variable).toList();
    return String.format(
        Locale.ROOT,
        "%s is no known environment variable; the nearest is %s",
        variable,
        NearestName.of(variable, known));
  }
}
