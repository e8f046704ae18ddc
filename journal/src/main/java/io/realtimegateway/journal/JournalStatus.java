package io.realtimegateway.journal;

/// How full the journal is.
///
/// @param unarchivedRecords records that are not archived in PostgreSQL yet
/// @param unarchivedBytes their size
/// @param limitBytes limit of `unarchivedBytes` beyond which sends are refused
/// @param writable false while the disk is full or the store is being opened again
/// @param isFull whether sends have to be refused
/// @param message for operators, empty if all is well
public record JournalStatus(
    long unarchivedRecords,
    long unarchivedBytes,
    long limitBytes,
    boolean writable,
    boolean isFull,
    String message) {}
