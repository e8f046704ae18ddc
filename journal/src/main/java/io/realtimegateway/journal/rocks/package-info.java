/// The journal on one machine: a RocksDB that holds the records by position and views derived from
/// them. No other package uses RocksDB.
@NullMarked
package io.realtimegateway.journal.rocks;

import org.jspecify.annotations.NullMarked;
