package io.realtimegateway.model;

/// The fixed slicing of conversations and users into 64 shards, and of shards into 8 logs. Every
/// process computes it in the same way, so a gateway knows the link of a conversation without a
/// lookup.
public final class Shards {
  /// Number of shards; a shard number is 0..63.
  public static final int COUNT = 64;

  /// Number of logs; a log number is 0..7 and holds eight neighbouring shards.
  public static final int LOGS = 8;

  /// Number of shards in each log.
  public static final int PER_LOG = COUNT / LOGS;

  private Shards() {}

  /// The shard that orders a conversation.
  public static int ofConversation(long conversationID) {
    return slice(conversationID);
  }

  /// The shard that holds a user's sessions, tickets and presence.
  public static int ofUser(long userID) {
    return slice(userID);
  }

  /// The log that a shard is appended to.
  public static int logOf(int shard) {
    return shard / PER_LOG;
  }

  /// The lowest shard of a log; the log holds this one and the seven after it.
  public static int firstOf(int log) {
    return log * PER_LOG;
  }

  /// Ids come from one counter, so neighbours are spread by a multiplicative hash.
  private static int slice(long id) {
    return (int) ((id * 0x9E3779B97F4A7C15L) >>> 58);
  }
}
