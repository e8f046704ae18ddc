/// Who is told of whom: changes of presence, gathered for a moment and turned into one query for
/// many users.
@NullMarked
package io.realtimegateway.engine.presence;

import org.jspecify.annotations.NullMarked;
