/// The engine in a process of its own: killed, paused, away, and spoken to by others than us.
@NullMarked
package io.realtimegateway.e2e.link;

import org.jspecify.annotations.NullMarked;
