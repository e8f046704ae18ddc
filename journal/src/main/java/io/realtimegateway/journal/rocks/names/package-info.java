/// The names of commands: kept in generations, each with a filter in memory.
@NullMarked
package io.realtimegateway.journal.rocks.names;

import org.jspecify.annotations.NullMarked;
