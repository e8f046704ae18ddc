/// A journal for the tests of other modules.
@NullMarked
package io.realtimegateway.journal.testing;

import org.jspecify.annotations.NullMarked;
