/// What an application's own backend does: keys, webhooks, the server API.
@NullMarked
package io.realtimegateway.e2e.application;

import org.jspecify.annotations.NullMarked;
