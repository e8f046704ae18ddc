@NullMarked
package io.realtimegateway.api.testing;

import org.jspecify.annotations.NullMarked;
