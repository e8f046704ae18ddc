package io.realtimegateway.server.configuration;

import java.util.List;

/// Words about a key that does not exist.
final class UnknownKey {

  private UnknownKey() {}

  static String message(String key, Source source) {
    List<String> known = Keys.all().stream().map(Key::name).toList();
    return "%s is no known key (%s); the nearest is %s"
        .formatted(key, source, NearestName.of(key, known));
  }

  static String messageForVariable(String variable) {
    List<String> known = Keys.all().stream().map(Key::variable).toList();
    return "%s is no known environment variable; the nearest is %s"
        .formatted(variable, NearestName.of(variable, known));
  }
}
