/// What the tests of the API stand on, and what other tests hold its answers to.
@NullMarked
package io.realtimegateway.api.testing;

import org.jspecify.annotations.NullMarked;
