package io.realtimegateway.engine.archive;

import java.util.SortedMap;

/// The health of the archiver.
///
/// @param failure for operators: why the last attempt of a worker failed, empty if none did
/// @param stopped cause of the halt by shard; unhealthy if there is any
/// @param isFenced whether another process has taken over
public record ArchiverHealth(
    String failure, SortedMap<Integer, String> stopped, boolean isFenced, ArchiverLag lag) {}
