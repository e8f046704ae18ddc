package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.codec.ByteOutput;

/// Receives the rows of a record: a batch of the store, or a map in a test. Key and value are
/// written into buffers that the next call of the same method empties.
public interface ViewSink {
  ByteOutput key();

  ByteOutput value();

  /// Puts the row with the written key and value.
  void put(Column column);

  /// Removes the row whose key was written.
  void delete(Column column);
}
