/// End-to-end tests with real processes, and the architecture rules.
@NullMarked
package io.realtimegateway.e2e;

import org.jspecify.annotations.NullMarked;
