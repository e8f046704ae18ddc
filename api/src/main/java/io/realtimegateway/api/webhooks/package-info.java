/// Manages webhook endpoints of the application's own backend. The engine's process delivers to
/// them.
@NullMarked
package io.realtimegateway.api.webhooks;

import org.jspecify.annotations.NullMarked;
