/// The rows of the local store: column families, keys, and the rows that a record makes, as pure
/// functions.
@NullMarked
package io.realtimegateway.journal.rocks.rows;

import org.jspecify.annotations.NullMarked;
