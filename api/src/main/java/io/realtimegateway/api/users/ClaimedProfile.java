package io.realtimegateway.api.users;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A user's profile as an identity provider or an application states it, within the limits of this
/// server: what does not fit is left out or cut, because the user cannot correct it.
public final class ClaimedProfile {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_EMAIL = 254;
  private static final int LONGEST_IMAGE = 2048;

  /// Control characters, line breaks, and marks that turn the direction of text around them.
  private static final Pattern CONTROL =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]");

  /// A character that is seen, unlike blanks of all kinds and fillers.
  private static final Pattern VISIBLE =
      Pattern.compile(
          "[^\\s\\u00a0\\u00ad\\u034f\\u061c\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u202f\\u205f-\\u2065\\u206a-\\u206f\\u2800\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0]");

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
    return VISIBLE.matcher(cut).find() ? Optional.of(cut.strip()) : Optional.empty();
  }

  /// An e-mail address of at most 254 characters, or empty.
  public static Optional<String> email(@Nullable String claimed) {
    return Optional.ofNullable(claimed)
        .filter(email -> email.length() <= LONGEST_EMAIL && EMAIL.matcher(email).matches());
  }

  /// The https address of a picture, at most 2,048 characters, or empty.
  public static Optional<String> displayImage(@Nullable String claimed) {
    return Optional.ofNullable(claimed)
        .filter(address -> address.length() <= LONGEST_IMAGE && isWeb(address));
  }

  private static boolean isWeb(String address) {
    try {
      URI uri = URI.create(address);
      return uri.getHost() != null
          && "https".equalsIgnoreCase(uri.getScheme())
          && uri.getRawUserInfo() == null;
    } catch (IllegalArgumentException _) {
      return false;
    }
  }
}
