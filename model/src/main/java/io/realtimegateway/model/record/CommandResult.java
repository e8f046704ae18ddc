package io.realtimegateway.model.record;

import io.realtimegateway.model.record.JournalRecord.CommandName;

/// The result of an accepted command. A repeat under its name gets it again.
///
/// @param messageID 0 if the command concerned no message
/// @param seq of its last event; of the head if there was nothing to do
/// @param time epoch milliseconds of the event
/// @param digestHigh with `digestLow` the digest of the command, as in [CommandName]
/// @param digestLow see `digestHigh`
public record CommandResult(long messageID, long seq, long time, long digestHigh, long digestLow) {
  /// Whether the command of this name is the one that had this result, and no other command.
  public boolean isOf(CommandName name) {
    return digestHigh == name.digestHigh() && digestLow == name.digestLow();
  }
}
