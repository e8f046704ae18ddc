/// What modules share that have nothing else in common: shards, ids, pauses between attempts, a way
/// to wake a worker, ranges of settings; the records are in a package of their own. Depends on no
/// other module, does no I/O and starts no thread.
@NullMarked
package io.realtimegateway.model;

import org.jspecify.annotations.NullMarked;
