package io.realtimegateway.store.users;

import java.text.Normalizer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The profile of a user from a sign-in or an application.
///
/// @param email null for none; verified if it comes from an identity provider
/// @param displayImage null if unknown
public record Profile(String displayName, @Nullable String email, @Nullable String displayImage) {

  /// The form in which two addresses are compared.
  public static String emailKey(String email) {
    return Normalizer.normalize(email, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  @Nullable String emailKey() {
    return email == null ? null : emailKey(email);
  }
}
