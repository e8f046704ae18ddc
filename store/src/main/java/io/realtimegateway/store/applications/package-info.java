/// Data of the application's backend: API keys and webhooks.
@NullMarked
package io.realtimegateway.store.applications;

import org.jspecify.annotations.NullMarked;
