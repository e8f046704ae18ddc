package io.realtimegateway.api.users;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What somebody else says of a user, brought into the form of our own: what does not fit is left
/// out or cut, because no user can do anything about it.
public final class ClaimedProfile {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_IMAGE = 2048;
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cc}\\p{Cs}]");
  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@\\p{Cc}\\p{Cs}]{1,64}@[^\\s@\\p{Cc}\\p{Cs}]{1,189}");

  private ClaimedProfile() {}

  /// A name of 1 to 100 code points without control characters, or empty.
  public static Optional<String> displayName(@Nullable String claimed) {
    if (claimed == null) {
      return Optional.empty();
    }
    String name = CONTROL.matcher(claimed).replaceAll(" ").strip();
    int length = name.codePointCount(0, name.length());
    String cut =
        length <= LONGEST_NAME ? name : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME));
    return cut.isBlank() ? Optional.empty() : Optional.of(cut.strip());
  }

  /// An e-mail address of at most 254 characters, or empty.
  public static Optional<String> email(@Nullable String claimed) {
    return Optional.ofNullable(claimed)
        .filter(email -> email.length() <= LONGEST_EMAIL && EMAIL.matcher(email).matches());
  }

  /// The address of a picture on the web, or empty.
  public static Optional<String> displayImage(@Nullable String claimed) {
    return Optional.ofNullable(claimed)
        .filter(address -> address.length() <= LONGEST_IMAGE && isWeb(address));
  }

  private static boolean isWeb(String address) {
    try {
      URI uri = URI.create(address);
      return uri.getHost() != null
          && ("https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme()))
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
