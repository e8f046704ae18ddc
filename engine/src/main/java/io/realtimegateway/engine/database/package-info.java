/// What the engine reads in PostgreSQL, beside the archiver.
@NullMarked
package io.realtimegateway.engine.database;

import org.jspecify.annotations.NullMarked;
