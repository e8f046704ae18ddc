package io.realtimegateway.store.users;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a sign-in or an application says of a user.
///
/// @param email null where there is none; where an identity provider names it, it is verified
/// @param displayImage null where none is known
public record Profile(String displayName, @Nullable String email, @Nullable String displayImage) {

  /// The form in which two addresses are compared.
  public static String emailKey(String email) {
    return Normalizer.normalize(email, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  @Nullable String emailKey() {
    return email == null ? null : emailKey(email);
  }
}
