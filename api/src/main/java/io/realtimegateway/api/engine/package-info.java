/// The API as a client of the engine: futures for virtual threads over the links of one event loop.
@NullMarked
package io.realtimegateway.api.engine;

import org.jspecify.annotations.NullMarked;
