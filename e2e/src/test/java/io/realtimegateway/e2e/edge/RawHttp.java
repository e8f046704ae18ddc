package io.realtimegateway.e2e.edge;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// A bare connection to the HTTP port.
final class RawHttp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Socket socket;

  RawHttp(URI server) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// Everything until the server closes.
  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// Sends the text again and again, with a pause in which an answer would be heard, until the
  /// server closes.
  ///
  /// @return how long that took
  Duration trickle(String text) throws IOException {
    long start = System.nanoTime();
    socket.setSoTimeout(100);
    while (System.nanoTime() - start < PATIENCE.toNanos()) {
      try {
        send(text);
        if (socket.getInputStream().read() < 0) {
          return Duration.ofNanos(System.nanoTime() - start);
        }
      } catch (SocketTimeoutException _) {
        // Still open.
      } catch (SocketException _) {
        return Duration.ofNanos(System.nanoTime() - start);
      }
    }
    throw new AssertionError("still open after " + PATIENCE);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
