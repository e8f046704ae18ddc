package io.realtimegateway.api.oidc;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// One attempt of one browser to sign in: secrets that only this browser has, in its cookies.
///
/// @param state returned with the code, so that a code is accepted only from the browser that
///   requested it; begins with the provider's name
/// @param verifier PKCE's secret, 43 to 128 characters
public record SignInAttempt(String state, String verifier) {
  private static final Pattern VERIFIER = Pattern.compile("[A-Za-z0-9._~-]{43,128}");
  private static final Pattern STATE = Pattern.compile("[a-z][a-z0-9]{0,30}\\.[A-Za-z0-9_-]{1,64}");
  private static final int STATE_BYTES = 24;

  /// A new one with a provider.
  static SignInAttempt begin(String provider) {
    return new SignInAttempt(
        provider + "." + new State(STATE_BYTES).getValue(), new CodeVerifier().getValue());
  }

  /// The one that a browser's cookies hold; empty where they cannot be ours.
  public static Optional<SignInAttempt> of(String state, String verifier) {
    return STATE.matcher(state).matches() && VERIFIER.matcher(verifier).matches()
        ? Optional.of(new SignInAttempt(state, verifier))
        : Optional.empty();
  }

  /// Whether it was begun with this provider and has this state.
  public boolean isOf(String provider, String returnedState) {
    return state.startsWith(provider + ".")
        && MessageDigest.isEqual(
            state.getBytes(StandardCharsets.UTF_8), returnedState.getBytes(StandardCharsets.UTF_8));
  }

  /// What the ID token must carry: bound to the browser by the verifier, without revealing it.
  String nonce() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update("nonce ".getBytes(StandardCharsets.US_ASCII));
      byte[] hash = digest.digest(verifier.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  CodeVerifier codeVerifier() {
    return new CodeVerifier(verifier);
  }

  @Override
  public String toString() {
    return "SignInAttempt[…]";
  }
}
