package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Surroundings;
import io.realtimegateway.engine.history.LookUps;
import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.model.MessageIds;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.NameSpace;
import java.time.InstantSource;

/// What the core of a conversation asks of the engine around it.
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

  /// As of now, so that the limit of the journal is passed by one turn at most.
  @Override
  public boolean isFull() {
    return journal.isFull();
  }
}
