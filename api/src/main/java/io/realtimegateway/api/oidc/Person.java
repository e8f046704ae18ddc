package io.realtimegateway.api.oidc;

import io.realtimegateway.store.users.Identity;
import io.realtimegateway.store.users.Profile;

/// Whom a provider has proven, with a verified e-mail.
public record Person(Identity identity, Profile profile) {}
