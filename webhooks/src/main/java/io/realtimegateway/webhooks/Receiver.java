package io.realtimegateway.webhooks;

import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.security.outbound.OutboundNames.ForbiddenAddressException;
import io.realtimegateway.webhooks.Answer.Answered;
import io.realtimegateway.webhooks.Answer.Failed;
import io.realtimegateway.webhooks.Answer.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// The receiver at one URL, with its idle connections. The name is looked up for each connection
/// and the connection goes to the address that was checked, so that the name cannot lead elsewhere
/// meanwhile. (The JDK's client cannot be told the address; see ADR 8.)
final class Receiver implements AutoCloseable {
  private static final Duration LONGEST_IDLE = Duration.ofSeconds(20);

  private final URI url;
  private final OutboundNames names;
  private final ScheduledExecutorService alarms;
  private final Duration timeout;
  private final SSLSocketFactory tls;

  /// Guarded by itself, as is `isClosed`.
  private final Deque<ReceiverConnection> idle = new ArrayDeque<>();

  private boolean isClosed;

  /// @param alarms ends what takes too long
  Receiver(
      URI url,
      OutboundNames names,
      ScheduledExecutorService alarms,
      Duration timeout,
      SSLSocketFactory tls) {
    this.url = url;
    this.names = names;
    this.alarms = alarms;
    this.timeout = timeout;
    this.tls = tls;
  }

  /// What is sent.
  static final class Content {
    private final String headers;
    private final byte[] body;

    /// @param headers each ended by a line break
    Content(String headers, byte[] body) {
      this.headers = headers;
      this.body = body;
    }
  }

  /// Sends one request. Blocks, at most as long as an answer may take.
  ///
  /// @param content called once the receiver is connected, on this thread
  Answer post(Supplier<Content> content) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + timeout.toNanos();
    ReceiverConnection known = takeIdle();
    if (known != null) {
      Answer answer = exchange(known, content, deadlineNanos, List.of());
      if (answer instanceof Answered || known.hasHeard() || known.isAborted()) {
        return answer;
      }
      // It was closed meanwhile: that says nothing of the receiver.
    }
    List<InetAddress> addresses;
    try {
      addresses = names.resolve(url.getHost(), left(deadlineNanos));
    } catch (ForbiddenAddressException forbidden) {
      return new Failed(Reason.FORBIDDEN_ADDRESS, String.valueOf(forbidden.getMessage()));
    } catch (UnknownHostException unknown) {
      return new Failed(Reason.UNREACHABLE, "the name " + url.getHost() + " is not known");
    } catch (TimeoutException late) {
      return new Failed(Reason.TIMEOUT, "the name " + url.getHost() + " was not found in time");
    }
    return exchange(new ReceiverConnection(), content, deadlineNanos, addresses);
  }

  /// @param addresses where to connect to, the first that answers; empty for an open connection
  private Answer exchange(
      ReceiverConnection connection,
      Supplier<Content> content,
      long deadlineNanos,
      List<InetAddress> addresses)
      throws InterruptedException {
    ReceiverConnection current = connection;
    Future<?> alarm = alarm(current, deadlineNanos);
    try {
      for (int i = 0; i < addresses.size(); i++) {
        try {
          current.connect(url, addresses.get(i), left(deadlineNanos), tls);
          break;
        } catch (IOException failure) {
          if (i + 1 == addresses.size() || current.isAborted()) {
            throw failure;
          }
          alarm.cancel(false);
          current.close();
          current = new ReceiverConnection();
          alarm = alarm(current, deadlineNanos);
        }
      }
      Content sent = content.get();
      return new Answered(current.post(url, sent.headers, sent.body));
    } catch (IOException failure) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      boolean isLate = current.isAborted() || failure instanceof SocketTimeoutException;
      return new Failed(
          isLate ? Reason.TIMEOUT : Reason.UNREACHABLE,
          isLate ? "no answer within " + timeout.toSeconds() + " s" : String.valueOf(failure));
    } finally {
      alarm.cancel(false);
      release(current);
    }
  }

  private Future<?> alarm(ReceiverConnection connection, long deadlineNanos) {
    return alarms.schedule(
        connection::abort, deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  private static Duration left(long deadlineNanos) {
    return Duration.ofNanos(Math.max(1, deadlineNanos - System.nanoTime()));
  }

  private @Nullable ReceiverConnection takeIdle() {
    synchronized (idle) {
      for (ReceiverConnection next = idle.pollLast(); next != null; next = idle.pollLast()) {
        if (!next.isIdleFor(LONGEST_IDLE)) {
          return next;
        }
        next.close();
      }
      return null;
    }
  }

  private void release(ReceiverConnection connection) {
    synchronized (idle) {
      if (connection.isReusable() && !isClosed && idle.size() < WebhookSettings.PARALLEL) {
        idle.addLast(connection);
        return;
      }
    }
    connection.close();
  }

  @Override
  public void close() {
    synchronized (idle) {
      isClosed = true;
      idle.forEach(ReceiverConnection::close);
      idle.clear();
    }
  }
}
