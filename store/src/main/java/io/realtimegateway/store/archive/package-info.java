/// What the archiver writes: batches of rows and, in the same transaction, how far each shard has
/// come.
@NullMarked
package io.realtimegateway.store.archive;

import org.jspecify.annotations.NullMarked;
