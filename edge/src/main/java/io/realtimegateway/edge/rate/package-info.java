/// Rate limits: a [Rate], and token buckets that enforce it. A bucket is one number, the time at
/// which it is full again (generic cell rate algorithm).
@NullMarked
package io.realtimegateway.edge.rate;

import org.jspecify.annotations.NullMarked;
