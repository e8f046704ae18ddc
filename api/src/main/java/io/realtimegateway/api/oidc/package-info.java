/// OpenID Connect: the code flow with PKCE against any provider that has a discovery document. An
/// [io.realtimegateway.api.oidc.Attempt] goes out with the browser and comes back with a code, for
/// which [io.realtimegateway.api.oidc.OpenIdProvider] gets a proven
/// [io.realtimegateway.api.oidc.Person].
@NullMarked
package io.realtimegateway.api.oidc;

import org.jspecify.annotations.NullMarked;
