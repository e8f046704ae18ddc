/// The journal on one machine: a RocksDB with the records under their positions and views made from
/// them. Nobody else sees RocksDB.
@NullMarked
package io.realtimegateway.journal.rocks;

import org.jspecify.annotations.NullMarked;
