/// Reads the views that are derived from the records.
@NullMarked
package io.realtimegateway.journal.rocks.views;

import org.jspecify.annotations.NullMarked;
