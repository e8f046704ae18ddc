/// What the application's own backend does with its users.
@NullMarked
package io.realtimegateway.api.application;

import org.jspecify.annotations.NullMarked;
