package io.realtimegateway.engine.core;

/// The answer that an accepted command got, and gets again under its name.
///
/// @param messageID 0 if it concerned no message
/// @param seq of its last event; of the head if there was nothing to do
/// @param time epoch milliseconds of the event
/// @param digestHigh with `digestLow` what was asked
/// @param digestLow see `digestHigh`
public record CommandResult(long messageID, long seq, long time, long digestHigh, long digestLow) {
  boolean answers(Named named) {
    return digestHigh == named.digestHigh() && digestLow == named.digestLow();
  }
}
