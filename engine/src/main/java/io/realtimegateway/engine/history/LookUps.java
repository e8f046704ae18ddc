package io.realtimegateway.engine.history;

import io.realtimegateway.engine.core.KnownMessage;
import io.realtimegateway.engine.core.Properties;
import io.realtimegateway.engine.database.EngineDatabase;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.LocalViews.StoredMessage;
import io.realtimegateway.model.Uuid7;
import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.NameSpace;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.store.messages.NamedCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Messages and command names that memory does not know: first the local store, which has
/// everything that is not archived, then PostgreSQL.
public final class LookUps {
  /// How far a client's clock may run ahead for its names to be looked up in the local store alone.
  private static final Duration AHEAD = Duration.ofDays(1);

  private final LocalViews views;
  private final EngineDatabase database;
  private final InstantSource clock;
  private final LongSupplier nanos;
  private final long startedNanos;

  /// @param nanos a monotonic clock, in nanoseconds
  public LookUps(
      LocalViews views, EngineDatabase database, InstantSource clock, LongSupplier nanos) {
    this.views = views;
    this.database = database;
    this.clock = clock;
    this.nanos = nanos;
    this.startedNanos = nanos.getAsLong();
  }

  /// Whether memory alone says that no committed command has this name. Does not block.
  public boolean surelyNew(long conversationID, NameSpace space, CommandName name) {
    return !views.mayKnowName(conversationID, name.author(), space, name.text())
        && isDecidedHere(name);
  }

  /// Names are completely known here since a mark, which differs for client-given and gateway-given
  /// names: the latter contain the time of our own clock, and are retried within seconds or never,
  /// so an evicted one cannot be retried.
  ///
  /// If the clock was set back to before the creation of the store, all gateway-given names seem
  /// older than the store. A name that was given since this process began is not: its age by the
  /// current clock is less than the time for which this process has run.
  private boolean isDecidedHere(CommandName name) {
    long since = name.clientNamed() ? views.completeSince() : views.storedSince();
    if (since == 0) {
      return true;
    }
    OptionalLong time = Uuid7.time(name.text());
    if (time.isEmpty()) {
      return false;
    }
    long now = clock.millis();
    if (name.clientNamed()) {
      return time.getAsLong() >= since && time.getAsLong() <= now + AHEAD.toMillis();
    }
    return time.getAsLong() >= since || now - time.getAsLong() < runningMillis();
  }

  private long runningMillis() {
    return (nanos.getAsLong() - startedNanos) / 1_000_000;
  }

  /// The result under a name, or null if the name is new. Blocks.
  ///
  /// @throws LostNameException if it can no longer be known
  public @Nullable CommandResult result(long conversationID, NameSpace space, CommandName name) {
    Optional<CommandResult> here = views.answer(conversationID, name.author(), space, name.text());
    if (here.isPresent()) {
      return here.get();
    }
    return isDecidedHere(name) ? null : archived(conversationID, space, name).orElse(null);
  }

  private Optional<CommandResult> archived(long conversationID, NameSpace space, CommandName name) {
    if (!name.clientNamed()) {
      throw new LostNameException();
    }
    return switch (space) {
      case MESSAGE -> database.findMessageByName(conversationID, name.author(), name.text());
      case COMMAND ->
          database
              .findCommand(conversationID, name.author(), name.text())
              .map(NamedCommand::result);
    };
  }

  /// A message of the conversation in its latest state, or null if there is none with this id.
  /// Blocks.
  public @Nullable KnownMessage message(long conversationID, long messageID) {
    Optional<StoredMessage> here = views.message(messageID);
    if (here.isPresent()) {
      StoredMessage stored = here.get();
      return stored.conversationID() == conversationID ? of(stored) : null;
    }
    return database
        .findMessage(messageID)
        .filter(found -> found.conversationID() == conversationID)
        .map(LookUps::of)
        .orElse(null);
  }

  /// The current name and metadata of a group-chat. Blocks.
  ///
  /// @throws IllegalStateException if PostgreSQL does not have the conversation
  public Properties properties(long conversationID) {
    // The newest record has them; if that was truncated, the row is up to date.
    Optional<JournalEntry> newest = views.newestUpdateOf(conversationID);
    if (newest.isPresent()
        && newest.get().record() instanceof JournalRecord.ConversationUpdated updated) {
      return new Properties(updated.groupName(), updated.metadata());
    }
    ArchivedConversation row =
        database
            .findConversation(conversationID)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "conversation " + conversationID + " is not in PostgreSQL"));
    return new Properties(Objects.requireNonNull(row.groupName()), row.metadata());
  }

  private KnownMessage of(StoredMessage stored) {
    String metadata = stored.deleted() ? null : metadata(stored);
    return new KnownMessage(
        stored.messageID(),
        stored.author(),
        stored.createdSeq(),
        stored.changeSeq(),
        stored.createdAt(),
        stored.deleted(),
        metadata,
        stored.clientMessageID());
  }

  /// The newest record has it; if that was truncated, the row is up to date.
  private @Nullable String metadata(StoredMessage stored) {
    Optional<JournalEntry> newest = views.newestOf(stored.messageID());
    if (newest.isEmpty()) {
      return database.findMessage(stored.messageID()).map(ArchivedMessage::metadata).orElse(null);
    }
    return switch (newest.get().record()) {
      case JournalRecord.MessageCreated created -> created.metadata();
      case JournalRecord.MessageUpdated updated -> updated.metadata();
      case JournalRecord.MessageDeleted _,
          JournalRecord.MembersAdded _,
          JournalRecord.MemberRemoved _,
          JournalRecord.ConversationUpdated _,
          JournalRecord.EpochStarted _,
          JournalRecord.ConversationLoaded _,
          JournalRecord.ReadMarkersMoved _,
          JournalRecord.OnlineChanged _,
          JournalRecord.LoginsRevoked _ ->
          null;
    };
  }

  private static KnownMessage of(ArchivedMessage row) {
    return new KnownMessage(
        row.id(),
        row.authorID(),
        row.seq(),
        row.changeSeq(),
        row.createdAt().toEpochMilli(),
        row.isDeleted(),
        row.metadata(),
        row.clientMessageID());
  }
}
