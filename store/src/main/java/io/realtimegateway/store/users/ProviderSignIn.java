package io.realtimegateway.store.users;

/// The outcome of a sign-in through an identity provider.
public sealed interface ProviderSignIn {
  /// The identity was known, or got a new account.
  record SignedIn(User user) implements ProviderSignIn {}

  /// The identity was new and was added to the account that has its address.
  ///
  /// @param wasProven whether an identity provider or the application had verified that account; if
  ///   not, its other logins may be a stranger's
  record Linked(User user, boolean wasProven) implements ProviderSignIn {}

  /// The address belongs to another account; nothing changed.
  record EmailTaken() implements ProviderSignIn {}
}
