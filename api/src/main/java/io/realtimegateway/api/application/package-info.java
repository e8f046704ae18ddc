/// The application's own backend and its own users: what it does with them by API key, and whom its
/// issuer's tokens let in.
@NullMarked
package io.realtimegateway.api.application;

import org.jspecify.annotations.NullMarked;
