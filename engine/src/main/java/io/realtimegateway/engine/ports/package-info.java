/// What the engine asks of PostgreSQL, beside the archiver. Every method blocks and is called on a
/// virtual thread; a database that is away is an unchecked exception.
@NullMarked
package io.realtimegateway.engine.ports;

import org.jspecify.annotations.NullMarked;
