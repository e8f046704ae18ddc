/// Shared by all modules: shards, ids, back-off, a signal for worker threads, ranges of settings;
/// the records are in a package of their own. Depends on no other module, does no I/O and starts no
/// thread.
@NullMarked
package io.realtimegateway.model;

import org.jspecify.annotations.NullMarked;
