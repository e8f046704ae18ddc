/// The configurable settings of the engine.
@NullMarked
package io.realtimegateway.engine.settings;

import org.jspecify.annotations.NullMarked;
