package io.realtimegateway.engine.running;

/// An error that shows once.
final class ThrowsOnce implements Runnable {
  private boolean hasThrown;

  @Override
  public synchronized void run() {
    if (!hasThrown) {
      hasThrown = true;
      throw new StackOverflowError("the test wants this");
    }
  }
}
