/// Reads what is known from the records.
@NullMarked
package io.realtimegateway.journal.rocks.views;

import org.jspecify.annotations.NullMarked;
