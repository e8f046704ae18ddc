/// How often something may happen: a [Rate], and token buckets that keep to it. A bucket is one
/// number, the time at which it is full again (generic cell rate algorithm).
@NullMarked
package io.realtimegateway.edge.rate;

import org.jspecify.annotations.NullMarked;
