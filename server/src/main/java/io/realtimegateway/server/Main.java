package io.realtimegateway.server;

/// Entry point of the process.
public final class Main {

  private Main() {}

  /// Prints the usage and ends.
  ///
  /// @param arguments the command and its options
  public static void main(String[] arguments) {
    System.out.println("usage: realtime-gateway run [--roles gateway,engine,api]");
  }
}
