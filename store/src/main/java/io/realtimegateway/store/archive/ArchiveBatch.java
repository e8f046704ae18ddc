package io.realtimegateway.store.archive;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The combined changes of a range of journal records, written in one transaction. A message or
/// member occurs once, in its final state. Times are epoch milliseconds, 0 for none.
///
/// @param announced conversations whose announcement is recorded
public record ArchiveBatch(
    List<PositionMove> positions,
    List<CreatedMessage> created,
    List<ChangedMessage> changed,
    List<ArchivedName> names,
    List<ChangedMember> members,
    List<UpdatedConversation> updated,
    List<MovedHead> heads,
    List<MovedMarker> markers,
    List<Long> announced,
    List<SetAside> setAside) {

  public ArchiveBatch {
    positions = List.copyOf(positions);
    created = List.copyOf(created);
    changed = List.copyOf(changed);
    names = List.copyOf(names);
    members = List.copyOf(members);
    updated = List.copyOf(updated);
    heads = List.copyOf(heads);
    markers = List.copyOf(markers);
    announced = List.copyOf(announced);
    setAside = List.copyOf(setAside);
  }

  /// Moves the position of a shard from where it is expected to be.
  public record PositionMove(ShardPosition expected, long epoch, long index) {}

  /// A message that is not in the database yet.
  ///
  /// @param content null if it is already deleted
  /// @param clientMessageID null if the client gave no name; the digests are stored only with a
  ///   name
  public record CreatedMessage(
      long id,
      long conversationID,
      long authorID,
      long seq,
      long changeSeq,
      long createdAt,
      long updatedAt,
      long deletedAt,
      @Nullable String content,
      @Nullable String metadata,
      @Nullable String clientMessageID,
      long digestHigh,
      long digestLow) {}

  /// The new state of a message that is in the database.
  ///
  /// @param updatedAt 0 if it was not edited
  /// @param content null if it is deleted
  public record ChangedMessage(
      long id,
      long conversationID,
      long changeSeq,
      long updatedAt,
      long deletedAt,
      @Nullable String content,
      @Nullable String metadata) {}

  /// The name that a client gave an edit, a delete or an updated conversation.
  ///
  /// @param authorID user who gave the command
  /// @param messageID 0 for an updated conversation
  /// @param seq of the edit, the delete or the update
  /// @param metadata of the message after the edit; null for none, and for a message that is
  ///   deleted in the same batch
  public record ArchivedName(
      long conversationID,
      long authorID,
      String name,
      long messageID,
      long seq,
      long at,
      @Nullable String metadata,
      long digestHigh,
      long digestLow) {
    /// The same name without the metadata, for a deleted message.
    public ArchivedName withoutMetadata() {
      return new ArchivedName(
          conversationID, authorID, name, messageID, seq, at, null, digestHigh, digestLow);
    }
  }

  /// A user who joined or left.
  public record ChangedMember(
      long conversationID, long userID, boolean isMember, long at, long changeSeq) {}

  /// A conversation whose name or metadata changed.
  ///
  /// @param userID who changed it, 0 for the application
  /// @param metadata null for none
  public record UpdatedConversation(
      long id, long changeSeq, long userID, long at, String groupName, @Nullable String metadata) {}

  /// A conversation whose events continue without a gap.
  ///
  /// @param before seq of the newest event that is already archived
  /// @param seq of the newest event in the batch
  /// @param countChange members who joined, less those who left
  /// @param lastMessageAt of the newest message in the batch, 0 for none
  /// @param newestMessageID of the newest message in the batch, 0 for none
  /// @param owner the owner after the batch, [#SAME_OWNER] if no event changes it, 0 for none
  public record MovedHead(
      long conversationID,
      long before,
      long seq,
      int countChange,
      long lastMessageAt,
      long newestMessageID,
      long owner) {
    public static final long SAME_OWNER = -1;
  }

  /// A read marker that moved.
  public record MovedMarker(long conversationID, long userID, long seq) {}

  /// A record whose data the database refuses.
  ///
  /// @param kind simple name of the record
  /// @param conversationID 0 for none
  /// @param messageID 0 for none
  /// @param cause the message of the database
  public record SetAside(
      int shard,
      long epoch,
      long index,
      String kind,
      long conversationID,
      long messageID,
      String cause,
      @Nullable String content,
      @Nullable String metadata) {}
}
