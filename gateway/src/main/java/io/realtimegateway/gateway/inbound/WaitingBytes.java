package io.realtimegateway.gateway.inbound;

/// How many bytes of messages wait on one loop, in all its sessions together. Only the loop changes
/// it; any thread may read it.
public final class WaitingBytes {
  private final long most;
  private volatile long bytes;

  /// @param most bytes; from then on, a session is not read while messages of it wait
  public WaitingBytes(long most) {
    this.most = most;
  }

  /// Bytes that wait now.
  public long bytes() {
    return bytes;
  }

  boolean isExhausted() {
    return bytes >= most;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes.
  void add(long change) {
    bytes += change;
  }
}
