/// Written by the archiver: batches of rows and, in the same transaction, the archived position of
/// each shard.
@NullMarked
package io.realtimegateway.store.archive;

import org.jspecify.annotations.NullMarked;
