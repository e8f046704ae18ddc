/// Where a crash test may end the process.
@NullMarked
package io.realtimegateway.engine.stop;

import org.jspecify.annotations.NullMarked;
