/// The rows of the local store: column families, keys, and the rows of a record, as pure functions.
@NullMarked
package io.realtimegateway.journal.rocks.rows;

import org.jspecify.annotations.NullMarked;
