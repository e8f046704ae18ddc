package io.realtimegateway.api.users;

/// What users may know of each other.
///
/// @param email whose e-mail addresses a user sees
/// @param isSearchOpen whether users may search for others
public record DirectorySettings(EmailVisibility email, boolean isSearchOpen) {

  /// Whose e-mail addresses a user sees beside its own.
  public enum EmailVisibility {
    /// Nobody's.
    OWN,
    /// Those of its friends.
    FRIENDS,
    /// Those of all whom it sees.
    EVERYONE
  }

  /// Friends' addresses, and a search.
  public static DirectorySettings defaults() {
    return new DirectorySettings(EmailVisibility.FRIENDS, true);
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
