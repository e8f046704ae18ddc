/// An open RocksDB: how it is opened, whose it is, how it comes back after a failed write, and the
/// room on its disk.
@NullMarked
package io.realtimegateway.journal.rocks.store;

import org.jspecify.annotations.NullMarked;
