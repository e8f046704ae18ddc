package io.realtimegateway.store.users;

/// Who an identity provider says a user is.
///
/// @param issuer of the ID token
/// @param subject unique within the issuer
public record Identity(String issuer, String subject) {}
