package io.realtimegateway.api.users;

import io.realtimegateway.model.Settings;

/// What users may know of each other.
///
/// @param email whose e-mail addresses a user sees beside its own
/// @param search who may search for users
public record DirectorySettings(EmailVisibility email, Search search) implements Settings {

  /// Whose e-mail addresses a user sees beside its own.
  public enum EmailVisibility {
    /// No user's.
    OWN,
    /// Those of its friends.
    FRIENDS,
    /// Those of all whom it sees.
    EVERYONE
  }

  /// Who may search for users.
  public enum Search {
    /// No user if the users are an application's own, which may have reasons to keep them apart;
    /// else everyone.
    AUTO,
    /// Every user.
    EVERYONE,
    /// No user.
    NOBODY
  }

  /// Friends' addresses; who may search is still to be decided.
  public static DirectorySettings defaults() {
    return new DirectorySettings(EmailVisibility.FRIENDS, Search.AUTO);
  }

  /// With what `AUTO` comes to.
  ///
  /// @param areUsersOfApplication whether an application's own tokens are accepted
  public DirectorySettings decided(boolean areUsersOfApplication) {
    return search == Search.AUTO
        ? new DirectorySettings(email, areUsersOfApplication ? Search.NOBODY : Search.EVERYONE)
        : this;
  }

  /// Whether users may search for others, once that is decided.
  public boolean isSearchOpen() {
    return search == Search.EVERYONE;
  }

  /// Whether a user sees another one's e-mail address.
  public boolean showsEmail(long viewerID, long userID, boolean isFriend) {
    return viewerID == userID
        || switch (email) {
          case OWN -> false;
          case FRIENDS -> isFriend;
          case EVERYONE -> true;
        };
  }
}
