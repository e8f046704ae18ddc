package io.realtimegateway.model.record;

/// A name space of commands: within it, a name is unique per author and conversation.
public enum NameSpace {
  /// Client-given names of sends, and the random gateway-given names of any command.
  MESSAGE(""),

  /// Client-given names of edits, deletes and updated conversations.
  COMMAND("\0");

  private final String prefix;

  NameSpace(String prefix) {
    this.prefix = prefix;
  }

  /// The name space of a command's name.
  ///
  /// @param clientNamed whether the client chose the name
  /// @param isSend whether the command creates a message
  public static NameSpace of(boolean clientNamed, boolean isSend) {
    return clientNamed && !isSend ? COMMAND : MESSAGE;
  }

  /// The text under which a name is stored. No name contains NUL, so the spaces do not overlap.
  public String key(String name) {
    return prefix + name;
  }

  /// The name in a text that `key` made.
  public static String nameOf(String key) {
    return key.startsWith(COMMAND.prefix) ? key.substring(COMMAND.prefix.length()) : key;
  }
}
