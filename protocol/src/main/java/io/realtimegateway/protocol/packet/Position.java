package io.realtimegateway.protocol.packet;

/// How far a shard's history was sent on this link: everything up to `index` was sent or did not
/// concern the link.
///
/// @param shard 0..63
/// @param epoch shard epoch in which the index counts, any 64 bits; 0 if the receiver already knows
///   it from this link
/// @param index dense per shard, 0 = nothing yet
public record Position(int shard, long epoch, long index) {
  public Position {
    Fields.shard(shard);
    Fields.natural("index", index);
  }
}
