/// JMH benchmarks and the load generator.
@NullMarked
package io.realtimegateway.bench;

import org.jspecify.annotations.NullMarked;
