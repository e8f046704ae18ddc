package io.realtimegateway.engine.history;

import io.realtimegateway.engine.database.EngineDatabase;
import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.LocalViews.EventPage;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.protocol.packet.Answer.Change;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.store.messages.ArchivedMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads "changes since": each object once, in its latest state, ascending by last change. Changes
/// that the local store still has come from there; earlier ones come from PostgreSQL, except
/// objects of which the local store has a newer change.
public final class ChangesReader {
  private static final int SCAN_ENTRIES = 400;
  private static final int SCAN_BYTES = 256 * 1024;
  private static final int MOST_SCANS = 64;

  private final LocalViews views;
  private final EngineDatabase database;

  public ChangesReader(LocalViews views, EngineDatabase database) {
    this.views = views;
    this.database = database;
  }

  /// Reads one page. Blocks.
  ///
  /// @param after seq that the reader has
  /// @param limit most items, 1..200
  /// @throws RuntimeException if PostgreSQL is needed and unavailable
  public ChangesPage page(long conversationID, long after, int limit) {
    PageBuilder page = new PageBuilder(limit);
    long reach = after;
    for (int scan = 0; scan < MOST_SCANS && !page.isFull() && page.room() > 0; scan++) {
      Optional<EventPage> local = views.events(conversationID, reach + 1, SCAN_ENTRIES, SCAN_BYTES);
      if (local.isPresent()) {
        reach = fromJournal(conversationID, local.get().entries(), reach, page);
        if (local.get().atEnd()) {
          break;
        }
      } else {
        long before = reach;
        reach = fromDatabase(conversationID, reach, page);
        if (reach == before) {
          break;
        }
      }
    }
    return page.reaching(reach);
  }

  private long fromJournal(
      long conversationID, List<JournalEntry> entries, long after, PageBuilder page) {
    List<Change> candidates = new ArrayList<>();
    for (JournalEntry entry : entries) {
      if (entry.record() instanceof ConversationEvent event) {
        candidates.addAll(ClientEvents.changes(event));
      }
    }
    candidates.removeIf(change -> change.changeSeq() <= after);
    return take(conversationID, candidates, after, page);
  }

  private long fromDatabase(long conversationID, long after, PageBuilder page) {
    List<Change> candidates = new ArrayList<>();
    for (var row : database.changes(conversationID, after, page.room() + 1)) {
      candidates.add(of(row));
    }
    return take(conversationID, candidates, after, page);
  }

  /// Takes those that are the latest change of their object, until the page is full.
  ///
  /// @return the seq of the last candidate that was examined
  private long take(long conversationID, List<Change> candidates, long after, PageBuilder page) {
    long[] newest = newest(conversationID, candidates);
    long reach = after;
    for (int i = 0; i < candidates.size(); i++) {
      Change change = candidates.get(i);
      page.saw(newest[i]);
      boolean isLatest = newest[i] <= change.changeSeq();
      if (isLatest && !page.add(change)) {
        return reach;
      }
      reach = change.changeSeq();
    }
    return reach;
  }

  /// The last change of each candidate's object that the local store knows, 0 for none.
  private long[] newest(long conversationID, List<Change> candidates) {
    long[] messageIDs = new long[candidates.size()];
    long[] userIDs = new long[candidates.size()];
    int messageCount = 0;
    int userCount = 0;
    boolean hasConversation = false;
    for (Change change : candidates) {
      long message = messageOf(change.event());
      long user = userOf(change.event());
      if (message != 0) {
        messageIDs[messageCount++] = message;
      } else if (user != 0) {
        userIDs[userCount++] = user;
      } else {
        hasConversation = true;
      }
    }
    long[] ofMessages = views.changeSeqs(conversationID, Arrays.copyOf(messageIDs, messageCount));
    long[] ofUsers = views.memberChangeSeqs(conversationID, Arrays.copyOf(userIDs, userCount));
    long ofConversation = hasConversation ? views.conversationChangeSeq(conversationID) : 0;
    long[] newest = new long[candidates.size()];
    int nextMessage = 0;
    int nextUser = 0;
    for (int i = 0; i < newest.length; i++) {
      Event event = candidates.get(i).event();
      if (messageOf(event) != 0) {
        newest[i] = ofMessages[nextMessage++];
      } else {
        newest[i] = userOf(event) != 0 ? ofUsers[nextUser++] : ofConversation;
      }
    }
    return newest;
  }

  private static long messageOf(Event event) {
    return switch (event) {
      case Event.Message message -> message.messageID();
      case Event.MessageDeleted deleted -> deleted.messageID();
      case Event.MessageUpdated updated -> updated.messageID();
      case Event.MemberAdded _,
          Event.MemberRemoved _,
          Event.ConversationUpdated _,
          Event.AddedToConversation _,
          Event.RemovedFromConversation _,
          Event.TypingEvent _,
          Event.Presence _,
          Event.UserUpdated _,
          Event.ReadMarker _ ->
          0;
    };
  }

  private static long userOf(Event event) {
    return event instanceof Event.MemberAdded added
        ? added.userID()
        : event instanceof Event.MemberRemoved removed ? removed.userID() : 0;
  }

  private static Change of(io.realtimegateway.store.messages.Change row) {
    return switch (row) {
      case io.realtimegateway.store.messages.Change.MessageChange change -> of(change.message());
      case io.realtimegateway.store.messages.Change.MemberChange change ->
          new Change(
              change.changeSeq(),
              0,
              change.isMember()
                  ? new Event.MemberAdded(
                      change.conversationID(), change.changeSeq(), change.userID())
                  : new Event.MemberRemoved(
                      change.conversationID(), change.changeSeq(), change.userID()));
      case io.realtimegateway.store.messages.Change.ConversationChange change ->
          new Change(
              change.changeSeq(),
              0,
              new Event.ConversationUpdated(
                  change.conversationID(),
                  change.changeSeq(),
                  change.userID(),
                  change.groupName(),
                  change.metadata()));
    };
  }

  private static Change of(ArchivedMessage row) {
    String content = row.content();
    if (row.isDeleted() || content == null) {
      return new Change(
          row.changeSeq(),
          0,
          new Event.MessageDeleted(row.conversationID(), row.seq(), row.id(), row.authorID()));
    }
    return new Change(
        row.changeSeq(),
        millis(row.updatedAt()),
        new Event.Message(
            row.conversationID(),
            row.seq(),
            row.id(),
            row.authorID(),
            row.createdAt().toEpochMilli(),
            content,
            row.metadata(),
            row.clientMessageID()));
  }

  private static long millis(@Nullable Instant time) {
    return time == null ? 0 : time.toEpochMilli();
  }
}
