package io.realtimegateway.server.configuration;

/// What users may know of each other.
///
/// @param email whose e-mail addresses a user sees beside its own
/// @param search who may search for users
public record Directory(Email email, Search search) implements Group {

  /// Whose e-mail addresses a user sees.
  public enum Email {
    /// Nobody's but its own.
    OWN,
    /// Those of its friends.
    FRIENDS,
    /// Those of all whom it sees.
    EVERYONE
  }

  /// Who may search for users.
  public enum Search {
    /// Nobody if the users are an application's own, else everyone.
    AUTO,
    /// Every user.
    EVERYONE,
    /// No user.
    NOBODY
  }

  public static Directory defaults() {
    return new Directory(Email.FRIENDS, Search.AUTO);
  }
}
