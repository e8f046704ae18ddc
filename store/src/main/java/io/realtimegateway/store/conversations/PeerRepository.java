package io.realtimegateway.store.conversations;

import io.realtimegateway.store.Database;
import java.util.List;

/// Which users share conversations.
public final class PeerRepository {
  private final Database database;

  public PeerRepository(Database database) {
    this.database = database;
  }

  private static final String PEERS =
      """
      SELECT DISTINCT own.user_id, peer.user_id AS peer_id
      FROM members AS own
      JOIN conversations ON conversations.id = own.conversation_id AND conversations.participant_count <= ?
      JOIN members AS peer
        ON peer.conversation_id = own.conversation_id AND peer.is_member AND peer.user_id <> own.user_id
      WHERE own.user_id = ANY (?) AND own.is_member
      """;

  /// The peers of each of these users, each pair once, unordered.
  ///
  /// @param maxMembers conversations with more members do not count
  public List<Peers> peers(long[] userIDs, int maxMembers) {
    return database.list(
        PEERS, row -> new Peers(row.number("user_id"), row.number("peer_id")), maxMembers, userIDs);
  }
}
