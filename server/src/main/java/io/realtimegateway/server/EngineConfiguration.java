package io.realtimegateway.server;

import io.realtimegateway.engine.settings.EngineSettings;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.server.configuration.Configuration;
import java.time.Duration;

/// What the engine and its local store take from several groups of the configuration.
final class EngineConfiguration {
  /// A gateway tries again after 2 s at most.
  private static final Duration SHORTEST_ABSENCE = Duration.ofSeconds(5);

  private EngineConfiguration() {}

  static JournalSettings journal(Configuration configuration) {
    JournalSettings defaults = JournalSettings.defaults();
    var journal = configuration.journal();
    return new JournalSettings(
        configuration.data().resolve("journal"),
        journal.level(),
        journal.limit().bytes(),
        journal.window(),
        journal.windowSize().bytes(),
        journal.namesSize().bytes(),
        journal.namesAge(),
        journal.conversations(),
        defaults.writeBufferBytes(),
        defaults.slowdownFiles(),
        defaults.cacheBytes(),
        journal.syncInterval(),
        defaults.compactionBytesPerSecond(),
        defaults.reserveBytes());
  }

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
