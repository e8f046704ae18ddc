package io.realtimegateway.engine.loop;

/// Waits until a record is in the journal. Exactly one of the two is called, once, on the event
/// loop, in the order of the records.
public interface AppendWaiter {
  /// No waiter.
  AppendWaiter NONE =
      new AppendWaiter() {
        @Override
        public void committed(long index) {}

        @Override
        public void fenced() {}
      };

  /// The record is in the journal.
  ///
  /// @param index its position in its shard
  void committed(long index);

  /// The log was lost: the record may or may not be in the journal.
  void fenced();
}
