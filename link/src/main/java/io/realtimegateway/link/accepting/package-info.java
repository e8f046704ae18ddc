/// The engine's side: accepts links and moves each to the loop that it asked for.
@NullMarked
package io.realtimegateway.link.accepting;

import org.jspecify.annotations.NullMarked;
