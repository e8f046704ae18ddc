/// The logs and shards of the local store: who owns them, how far they are, and their records.
@NullMarked
package io.realtimegateway.journal.rocks.log;

import org.jspecify.annotations.NullMarked;
