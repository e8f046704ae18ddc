/// Tests of the archiver's parts; the whole of it is tried in `e2e`, `ArchiverIT`.
@NullMarked
package io.realtimegateway.engine.archive;

import org.jspecify.annotations.NullMarked;
