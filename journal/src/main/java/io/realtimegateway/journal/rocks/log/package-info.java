/// The logs and shards of the local store: their owners, their progress and their records.
@NullMarked
package io.realtimegateway.journal.rocks.log;

import org.jspecify.annotations.NullMarked;
