/// Tokens of the application's own issuer: who has one is a user without signing in here.
@NullMarked
package io.realtimegateway.api.foreign;

import org.jspecify.annotations.NullMarked;
