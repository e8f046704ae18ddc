package io.realtimegateway.journal.rocks.rows;

import io.realtimegateway.journal.codec.ByteOutput;

/// Takes rows and keeps none, for one thread.
final class DiscardedRows implements ViewSink {
  private final ByteOutput key = new ByteOutput(64);
  private final ByteOutput value = new ByteOutput(64);

  @Override
  public ByteOutput key() {
    return key.clear();
  }

  @Override
  public ByteOutput value() {
    return value.clear();
  }

  @Override
  public void put(Column column) {}

  @Override
  public void delete(Column column) {}
}
