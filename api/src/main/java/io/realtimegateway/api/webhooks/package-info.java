/// Endpoints of the application's own backend that are told what happens. The engine tells them.
@NullMarked
package io.realtimegateway.api.webhooks;

import org.jspecify.annotations.NullMarked;
