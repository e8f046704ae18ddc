package io.realtimegateway.engine.session;

import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.engine.settings.EngineSettings;
import java.time.InstantSource;

/// What the users of an engine's shards share.
///
/// @param clock for the times in tickets and logins
public record SessionServices(
    EngineSettings settings, PresenceDirectory presence, InstantSource clock) {}
