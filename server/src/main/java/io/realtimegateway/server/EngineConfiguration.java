package io.realtimegateway.server;

import io.realtimegateway.engine.settings.EngineSettings;
import io.realtimegateway.server.configuration.Configuration;
import java.time.Duration;

/// What the engine takes from several groups of the configuration.
final class EngineConfiguration {
  /// A gateway tries again after 2 s at most.
  private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(5);

  private EngineConfiguration() {}

  static EngineSettings engine(Configuration configuration) {
    EngineSettings defaults = EngineSettings.defaults();
    return new EngineSettings(
        configuration.conversation().maxMembers(),
        configuration.limits().sessionsPerUser(),
        longer(configuration.link().timeout(), SHORTEST_ABSENCE),
        longer(configuration.link().timeout(), defaults.registrationWindow()),
        defaults.idleConversation(),
        configuration.engine().conversationsInMemory(),
        defaults.maxWaiting(),
        defaults.blockingThreads(),
        defaults.announceInterval(),
        defaults.revocationInterval(),
        configuration.presence());
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }
}
