package io.realtimegateway.engine.archive;

import java.time.Duration;

/// How far PostgreSQL is behind the journal.
///
/// @param records committed and not archived
/// @param bytes of them
/// @param age upper bound of the age of the oldest of them
public record ArchiverLag(long records, long bytes, Duration age) {}
