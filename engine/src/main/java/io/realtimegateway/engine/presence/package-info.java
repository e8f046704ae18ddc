/// Presence notifications: changes are gathered for a short time and need one query for many users.
@NullMarked
package io.realtimegateway.engine.presence;

import org.jspecify.annotations.NullMarked;
