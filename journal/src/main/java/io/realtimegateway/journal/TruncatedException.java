package io.realtimegateway.journal;

/// The requested records are no longer in the journal.
public final class TruncatedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TruncatedException(int shard, long index, long firstIndex) {
    super("shard " + shard + ": index " + index + " was truncated, the first is " + firstIndex);
  }
}
