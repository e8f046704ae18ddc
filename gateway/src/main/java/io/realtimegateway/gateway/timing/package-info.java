/// Time on a gateway loop: one [Wheel] for all deadlines of all sessions, and the rates that
/// commands and upgrades keep.
@NullMarked
package io.realtimegateway.gateway.timing;

import org.jspecify.annotations.NullMarked;
