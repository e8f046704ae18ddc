package io.realtimegateway.protocol;

/// Limits that both ends of a link agree on. Limits that a user may configure are narrower and are
/// part of the settings.
public final class Limits {
  /// Bytes of a frame header: magic u8, opcode u8, payload length u32.
  public static final int HEADER_BYTES = 6;

  /// First byte of every frame.
  public static final int MAGIC = 0x89;

  /// Largest payload of a frame once the link is authenticated, in bytes.
  public static final int MAX_PAYLOAD_BYTES = 1 << 20;

  /// Largest payload before the other side has authenticated, in bytes.
  public static final int MAX_HANDSHAKE_BYTES = 4096;

  /// Largest id of a user, conversation or message: what a JavaScript number holds exactly.
  public static final long MAX_ID = (1L << 53) - 1;

  /// Largest content of a message, in code points.
  public static final int MAX_CONTENT_CODE_POINTS = 4000;

  /// Largest content of a message, in bytes of UTF-8.
  public static final int MAX_CONTENT_BYTES = 4 * MAX_CONTENT_CODE_POINTS;

  /// Largest metadata of a message or a conversation, in bytes of UTF-8 without white space between
  /// tokens.
  public static final int MAX_METADATA_BYTES = 2048;

  /// Longest name of a group, in code points.
  public static final int MAX_GROUP_NAME_CODE_POINTS = 50;

  /// Longest command name, in code points.
  public static final int MAX_NAME_CODE_POINTS = 64;

  /// Largest page of changes, in items.
  public static final int MAX_CHANGES = 200;

  /// Largest page of changes, in bytes as the JSON of a socket.
  public static final int MAX_CHANGES_BYTES = 64 * 1024;

  /// Most entries of any list in a packet (sessions, users, positions).
  public static final int MAX_LIST = 65_535;

  private Limits() {}
}
