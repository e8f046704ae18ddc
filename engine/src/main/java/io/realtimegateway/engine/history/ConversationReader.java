package io.realtimegateway.engine.history;

import io.realtimegateway.engine.core.Member;
import io.realtimegateway.engine.database.EngineDatabase;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.LocalViews.StoredConversation;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.store.conversations.LoadedConversation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads a conversation that is not in memory: from the local store, else from PostgreSQL. Blocks.
public final class ConversationReader {
  private final LocalViews views;
  private final EngineDatabase database;

  /// Reads these two.
  public ConversationReader(LocalViews views, EngineDatabase database) {
    this.views = views;
    this.database = database;
  }

  /// A conversation as it was stored.
  ///
  /// @param head seq of its newest event
  /// @param record makes it known to the local store; null if that knows it
  public record Found(
      String type,
      long owner,
      long head,
      List<Member> members,
      @Nullable ConversationLoaded record) {
    public Found {
      members = List.copyOf(members);
    }
  }

  /// Reads a conversation.
  ///
  /// @throws IllegalStateException if PostgreSQL has an older state than the local store
  public Optional<Found> find(long id) {
    Optional<StoredConversation> here = views.conversation(id);
    if (here.isPresent()) {
      return here.map(ConversationReader::found);
    }
    Optional<LoadedConversation> row = database.loadConversation(id);
    if (row.isPresent() && row.get().head() < views.head(id)) {
      throw new IllegalStateException("conversation " + id + " is newer here than in PostgreSQL");
    }
    return row.map(ConversationReader::found);
  }

  private static Found found(StoredConversation stored) {
    return new Found(
        stored.type(),
        stored.owner(),
        stored.head(),
        stored.members().stream()
            .map(m -> new Member(m.userID(), m.changeSeq(), m.joinedAt(), m.readSeq()))
            .toList(),
        null);
  }

  private static Found found(LoadedConversation row) {
    return new Found(
        row.type(),
        row.owner(),
        row.head(),
        row.members().stream()
            .map(m -> new Member(m.userID(), m.changeSeq(), m.joinedAt(), m.readSeq()))
            .toList(),
        record(row));
  }

  private static ConversationLoaded record(LoadedConversation row) {
    return new ConversationLoaded(
        row.id(),
        row.type(),
        row.creator(),
        row.owner(),
        row.createdAt(),
        row.head(),
        row.announced(),
        row.members().stream()
            .map(
                m -> new JournalRecord.Member(m.userID(), m.joinedAt(), m.changeSeq(), m.readSeq()))
            .toList());
  }
}
