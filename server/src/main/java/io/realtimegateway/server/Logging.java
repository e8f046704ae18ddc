package io.realtimegateway.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import io.realtimegateway.server.configuration.Log;
import org.slf4j.LoggerFactory;

/// Applies the configured levels; `logback.xml` says where log lines go and how they look.
final class Logging {

  private Logging() {}

  static void configure(Log log) {
    level("io.realtimegateway", log.level());
    level(org.slf4j.Logger.ROOT_LOGGER_NAME, log.libraries());
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getTurboFilterList().stream()
          .filter(RepeatedLines.class::isInstance)
          .map(RepeatedLines.class::cast)
          .forEach(filter -> filter.setMost(log.repeats()));
    }
  }

  /// For commands that say what they have to say themselves.
  static void quieten() {
    level("io.realtimegateway", Log.Level.WARN);
    level(org.slf4j.Logger.ROOT_LOGGER_NAME, Log.Level.WARN);
  }

  private static void level(String logger, Log.Level level) {
    if (LoggerFactory.getLogger(logger) instanceof Logger changeable) {
      changeable.setLevel(Level.valueOf(level.name()));
    }
  }
}
