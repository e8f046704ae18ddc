package io.realtimegateway.store.users;

/// The identity of a user at an identity provider.
///
/// @param issuer of the ID token
/// @param subject unique within the issuer
public record Identity(String issuer, String subject) {}
