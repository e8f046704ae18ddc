package io.realtimegateway.engine.archive;

import java.util.SortedMap;

/// How the archiver is.
///
/// @param failure for people: why the last attempt of a worker failed, empty where none did
/// @param stopped cause by shard: unhealthy where there is any
/// @param isFenced whether another process has taken over
public record ArchiverHealth(
    String failure, SortedMap<Integer, String> stopped, boolean isFenced, ArchiverLag lag) {}
