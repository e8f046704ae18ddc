package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.codec.ByteOutput;

/// Where the views of a record are put: a batch of the store, or a map in a test. Key and value are
/// written into buffers that the next call of the same method empties.
public interface ViewSink {
  ByteOutput key();

  ByteOutput value();

  /// Puts what key and value hold.
  void put(Column column);

  /// Removes the row whose key was written.
  void delete(Column column);
}
