package io.realtimegateway.store.users;

/// The result of creating or updating an application's user.
public sealed interface ExternalUpsert {
  /// It was created.
  record Created(User user) implements ExternalUpsert {}

  /// It existed and was updated.
  record Updated(ProfileUpdate update) implements ExternalUpsert {}

  /// Another user has this e-mail; nothing changed.
  record EmailTaken() implements ExternalUpsert {}
}
