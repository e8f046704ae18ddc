package io.realtimegateway.security.outbound;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Resolves names that come from outside, and refuses addresses that are not public unless those
/// are allowed. A name is resolved on a platform thread, because the system's resolver pins the
/// carrier of a virtual thread; there is one lookup at a time for each name, and at most 32 in all.
public final class OutboundNames implements AutoCloseable {
  private static final int THREADS = 32;
  private static final int IDLE_SECONDS = 10;

  private final boolean allowPrivate;
  private final Map<String, CompletableFuture<List<InetAddress>>> asked = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          THREADS,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          Thread.ofPlatform().daemon().name("outbound-names-", 0).factory());

  /// @param allowPrivate whether addresses that are not public are allowed too
  public OutboundNames(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  /// A name has an address that may not be connected to.
  public static final class ForbiddenAddressException extends Exception {
    private static final long serialVersionUID = 1L;

    private ForbiddenAddressException(String host) {
      super(host + " is a private or reserved address, or its name leads to one");
    }
  }

  /// All addresses of a host.
  ///
  /// @param host a name or an address; one of IPv6 may stand in brackets
  /// @throws ForbiddenAddressException where one of them may not be connected to
  /// @throws UnknownHostException where it has none, or the resolver is busy
  /// @throws TimeoutException where it cannot be found out within the time given
  public List<InetAddress> resolve(String host, Duration within)
      throws ForbiddenAddressException,
          UnknownHostException,
          TimeoutException,
          InterruptedException {
    List<InetAddress> addresses = lookUp(host, within);
    if (!allowPrivate && !addresses.stream().allMatch(PublicAddresses::contains)) {
      throw new ForbiddenAddressException(host);
    }
    return addresses;
  }

  private List<InetAddress> lookUp(String host, Duration within)
      throws UnknownHostException, TimeoutException, InterruptedException {
    try {
      return List.of(PublicAddresses.ofLiteral(host));
    } catch (UnknownHostException _) {
      // It is a name.
    }
    try {
      return asked
          .computeIfAbsent(host, this::ask)
          .get(Math.max(0, within.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failure) {
      UnknownHostException unknown = new UnknownHostException(host);
      unknown.initCause(failure.getCause());
      throw unknown;
    }
  }

  private CompletableFuture<List<InetAddress>> ask(String host) {
    CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    try {
      threads.execute(() -> ask(host, answer));
    } catch (RejectedExecutionException busy) {
      answer.completeExceptionally(busy);
      forgetLater(host, answer);
    }
    return answer;
  }

  private void forgetLater(String host, CompletableFuture<List<InetAddress>> answer) {
    CompletableFuture<Void> _ =
        CompletableFuture.runAsync(
            () -> asked.remove(host, answer),
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS));
  }

  private void ask(String host, CompletableFuture<List<InetAddress>> answer) {
    try {
      answer.complete(List.of(InetAddress.getAllByName(host)));
    } catch (UnknownHostException | RuntimeException failure) {
      answer.completeExceptionally(failure);
    } finally {
      asked.remove(host, answer);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
