package io.realtimegateway.engine.session;

import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.engine.settings.EngineOptions;
import java.time.InstantSource;

/// Services shared by the users of an engine's shards.
///
/// @param clock compared with the times in tickets and logins
public record SessionServices(
    EngineOptions settings, PresenceDirectory presence, InstantSource clock) {}
