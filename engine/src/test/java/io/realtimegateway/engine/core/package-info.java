@NullMarked
package io.realtimegateway.engine.core;

import org.jspecify.annotations.NullMarked;
