package io.realtimegateway.store.users;

/// The outcome of a sign-in through an identity provider.
public sealed interface ProviderSignIn {
  /// The identity was known, or has a new account now.
  record SignedIn(User user) implements ProviderSignIn {}

  /// The identity was new and was added to the account that has its address.
  ///
  /// @param wasProven whether an identity provider or the application had vouched for that account;
  ///   if not, its other logins may be those of a stranger
  record Linked(User user, boolean wasProven) implements ProviderSignIn {}

  /// The address belongs to another account; nothing changed.
  record EmailTaken() implements ProviderSignIn {}
}
