/// PostgreSQL: migrations, repositories, embedded launcher.
@NullMarked
package io.realtimegateway.store;

import org.jspecify.annotations.NullMarked;
