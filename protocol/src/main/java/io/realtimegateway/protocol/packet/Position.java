package io.realtimegateway.protocol.packet;

/// Where a shard's history stands on this link: everything up to `index` was sent or did not
/// concern the link.
///
/// @param shard 0..63
/// @param epoch shard epoch in which the index counts, any 64 bits; 0 where the receiver knows it
///   (inside one link's life)
/// @param index dense per shard, 0 = nothing yet
public record Position(int shard, long epoch, long index) {
  public Position {
    Fields.shard(shard);
    Fields.natural("index", index);
  }
}
