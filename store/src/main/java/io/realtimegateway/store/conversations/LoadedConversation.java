package io.realtimegateway.store.conversations;

import java.util.List;

/// What the engine needs of a conversation. Times are epoch milliseconds.
///
/// @param type one of [ConversationType]
/// @param owner 0 for nobody
/// @param head seq of the newest archived event
/// @param members those who are members now, longest-standing first
public record LoadedConversation(
    long id,
    String type,
    long creator,
    long owner,
    long createdAt,
    long head,
    boolean announced,
    List<LoadedMember> members) {

  public LoadedConversation {
    members = List.copyOf(members);
  }

  /// A member now.
  ///
  /// @param changeSeq seq of the joining, 0 for the first members
  public record LoadedMember(long userID, long joinedAt, long changeSeq, long readSeq) {}
}
