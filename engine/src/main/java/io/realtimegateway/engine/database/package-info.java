/// What the engine, apart from the archiver, reads from PostgreSQL.
@NullMarked
package io.realtimegateway.engine.database;

import org.jspecify.annotations.NullMarked;
