package io.realtimegateway.engine.archive;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import org.jspecify.annotations.Nullable;

/// Approximate memory of an entry, in bytes.
final class EntryWeight {
  /// The objects of an entry, without texts and lists.
  private static final long FIXED = 256;

  private static final long PER_USER = 32;
  private static final long PER_MEMBER = 64;

  private EntryWeight() {}

  /// At least 256.
  static long of(JournalEntry entry) {
    return FIXED
        + switch (entry.record()) {
          case JournalRecord.MessageCreated created ->
              text(created.content()) + text(created.metadata()) + text(created.name().text());
          case JournalRecord.MessageUpdated updated ->
              text(updated.content()) + text(updated.metadata()) + text(updated.name().text());
          case JournalRecord.MessageDeleted deleted -> text(deleted.name().text());
          case JournalRecord.MembersAdded added -> PER_USER * added.users().size();
          case JournalRecord.MemberRemoved _ -> 0;
          case JournalRecord.ConversationUpdated updated ->
              text(updated.groupName()) + text(updated.metadata()) + text(updated.name().text());
          case JournalRecord.EpochStarted _ -> 0;
          case JournalRecord.ConversationLoaded loaded -> PER_MEMBER * loaded.members().size();
          case JournalRecord.ReadMarkersMoved moved -> PER_MEMBER * moved.markers().size();
          case JournalRecord.OnlineChanged changed ->
              PER_USER * (changed.cameOnline().size() + (long) changed.wentOffline().size());
          case JournalRecord.LoginsRevoked _ -> 0;
        };
  }

  private static long text(@Nullable String text) {
    return text == null ? 0 : 2L * text.length();
  }
}
