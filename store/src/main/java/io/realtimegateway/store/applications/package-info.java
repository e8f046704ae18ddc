/// What an application's own backend has here: keys and webhooks.
@NullMarked
package io.realtimegateway.store.applications;

import org.jspecify.annotations.NullMarked;
