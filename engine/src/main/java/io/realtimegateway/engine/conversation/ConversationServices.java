package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.archive.Archiver;
import io.realtimegateway.engine.core.Surroundings;
import io.realtimegateway.engine.history.ChangesReader;
import io.realtimegateway.engine.history.LookUps;
import io.realtimegateway.engine.history.StoredConversations;
import io.realtimegateway.engine.presence.PresenceDirectory;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.security.CommandDigest;

/// What the conversations of an engine share.
///
/// @param surroundings used by their cores
public record ConversationServices(
    EngineOptions settings,
    StoredConversations reader,
    LookUps lookUps,
    ChangesReader changes,
    Archiver archiver,
    PresenceDirectory presence,
    CommandDigest digest,
    Surroundings surroundings) {}
