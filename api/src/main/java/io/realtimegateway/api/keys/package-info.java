/// API keys of the application's own backend.
@NullMarked
package io.realtimegateway.api.keys;

import org.jspecify.annotations.NullMarked;
