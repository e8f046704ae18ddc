/// An open RocksDB: opening it, its identity, its recovery after a failed write, and its disk
/// space.
@NullMarked
package io.realtimegateway.journal.rocks.store;

import org.jspecify.annotations.NullMarked;
