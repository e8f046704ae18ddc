package io.realtimegateway.store.users;

/// What became of putting an application's own user.
public sealed interface ExternalUpsert {
  /// There was none.
  record Created(User user) implements ExternalUpsert {}

  /// It was there and is now as told.
  record Updated(ProfileUpdate update) implements ExternalUpsert {}

  /// Another user has this e-mail; nothing changed.
  record EmailTaken() implements ExternalUpsert {}
}
