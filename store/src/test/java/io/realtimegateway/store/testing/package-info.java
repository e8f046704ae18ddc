/// A real PostgreSQL for tests, of this module and of others.
@NullMarked
package io.realtimegateway.store.testing;

import org.jspecify.annotations.NullMarked;
