package io.realtimegateway.engine.archive;

import java.time.Duration;

/// How far PostgreSQL is behind the journal.
///
/// @param records committed and not archived
/// @param bytes of them
/// @param age how long the oldest of them has waited, at most
public record ArchiverLag(long records, long bytes, Duration age) {}
