package io.realtimegateway.server;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/// Handles SIGTERM and SIGINT. A shutdown hook would only see the first: the JVM ignores signals
/// while it runs its hooks, and the second must end a drain.
final class TerminationSignals {

  private TerminationSignals() {}

  /// Calls `first` on the first signal, on a thread of its own; the second ends the process at
  /// once.
  static void handle(Runnable first) {
    AtomicInteger received = new AtomicInteger();
    for (Signal signal : Signal.values()) {
      install(
          signal.name(),
          () -> {
            if (received.getAndIncrement() == 0) {
              first.run();
            } else {
              Runtime.getRuntime().halt(128 + signal.number);
            }
          });
    }
  }

  private enum Signal {
    TERM(15),
    INT(2);

    private final int number;

    Signal(int number) {
      this.number = number;
    }
  }

  // sun.misc.Signal is exported by jdk.unsupported for this use; named by reflection because
  // the compiler's warning about it cannot be switched off.
  private static void install(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getName().equals("handle")) {
                  action.run();
                }
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      throw new IllegalStateException("cannot listen for SIG" + name, e);
    }
  }
}
