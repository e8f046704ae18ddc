/// Time on a gateway loop: one [Wheel] for all deadlines of all sessions.
@NullMarked
package io.realtimegateway.gateway.timing;

import org.jspecify.annotations.NullMarked;
