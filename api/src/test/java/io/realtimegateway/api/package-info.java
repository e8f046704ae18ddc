@NullMarked
package io.realtimegateway.api;

import org.jspecify.annotations.NullMarked;
