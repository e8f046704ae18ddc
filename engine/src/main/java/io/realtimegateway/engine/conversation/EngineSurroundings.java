package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Surroundings;
import io.realtimegateway.engine.history.LookUps;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.NameSpace;
import java.time.InstantSource;

/// The services of the engine that the core of a conversation uses.
///
/// @param ids of new messages
public record EngineSurroundings(
    InstantSource clock, MessageIds ids, LookUps lookUps, EngineOptions settings, Journal journal)
    implements Surroundings {
  @Override
  public long now() {
    return clock.millis();
  }

  @Override
  public long nextMessageID() {
    return ids.next();
  }

  @Override
  public boolean surelyNew(long conversationID, NameSpace space, CommandName name) {
    return lookUps.surelyNew(conversationID, space, name);
  }

  @Override
  public int maxMembers() {
    return settings.maxMembers();
  }

  /// Checked for each command, so that the limit of the journal is exceeded by at most one turn.
  @Override
  public boolean isFull() {
    return journal.isFull();
  }
}
