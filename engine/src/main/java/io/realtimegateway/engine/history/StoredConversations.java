package io.realtimegateway.engine.history;

import io.realtimegateway.engine.database.EngineDatabase;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import java.util.Optional;

/// Finds conversations that are not in memory: in the local store, otherwise in PostgreSQL. Blocks.
public final class StoredConversations {
  private final LocalViews views;
  private final EngineDatabase database;

  /// Finds them in these two.
  public StoredConversations(LocalViews views, EngineDatabase database) {
    this.views = views;
    this.database = database;
  }

  /// A conversation in its stored state.
  ///
  /// @param isKnownHere whether the local store has it; otherwise it must be recorded
  public record Found(ConversationLoaded conversation, boolean isKnownHere) {}

  /// Finds a conversation.
  ///
  /// @throws IllegalStateException if PostgreSQL has an older state than the local store
  public Optional<Found> find(long id) {
    Optional<ConversationLoaded> here = views.conversation(id);
    if (here.isPresent()) {
      return here.map(conversation -> new Found(conversation, true));
    }
    Optional<ConversationLoaded> archived = database.loadConversation(id);
    if (archived.isPresent() && archived.get().head() < views.head(id)) {
      throw new IllegalStateException("conversation " + id + " is newer here than in PostgreSQL");
    }
    return archived.map(conversation -> new Found(conversation, false));
  }
}
