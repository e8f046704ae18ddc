package io.realtimegateway.store.conversations;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A conversation to be created.
///
/// @param type one of [ConversationType]
/// @param ownerID 0 for none
/// @param groupName null for a private-chat
/// @param metadata compact JSON object, null for none
/// @param members without duplicates, in their order in the conversation; two for a private-chat
/// @param repeatability the name under which the request may be repeated
public record NewConversation(
    String type,
    long creatorID,
    long ownerID,
    @Nullable String groupName,
    @Nullable String metadata,
    Instant createdAt,
    List<Long> members,
    Optional<Repeatability> repeatability) {

  /// The name of a request.
  ///
  /// @param name unique for its creator
  /// @param digestHigh with `digestLow` a digest of the request, so that a different request under
  ///   the same name is a conflict
  public record Repeatability(String name, long digestHigh, long digestLow) {}

  public NewConversation {
    members = List.copyOf(members);
    if (members.isEmpty() || new HashSet<>(members).size() != members.size()) {
      throw new IllegalArgumentException("members: at least one, each once");
    }
    if (type.equals(ConversationType.PRIVATE_CHAT) && members.size() != 2) {
      throw new IllegalArgumentException("members: a private-chat has two");
    }
  }

  boolean isPrivate() {
    return type.equals(ConversationType.PRIVATE_CHAT);
  }

  @Nullable Long lower() {
    return isPrivate() ? Math.min(members.get(0), members.get(1)) : null;
  }

  @Nullable Long higher() {
    return isPrivate() ? Math.max(members.get(0), members.get(1)) : null;
  }
}
