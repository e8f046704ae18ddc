package io.realtimegateway.e2e.edge;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A bare connection to the HTTP port.
final class RawHttp implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Pattern BODY_LENGTH =
      Pattern.compile("(?i)\r\ncontent-length: ([0-9]{1,9})\r\n");

  private final Socket socket;

  RawHttp(URI server) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
    socket.setSoTimeout((int) PATIENCE.toMillis());
    socket.setTcpNoDelay(true);
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /// The same, to a server that may close before it has all.
  void sendWhileOpen(String text) throws IOException {
    try {
      send(text);
    } catch (SocketException _) {
      // Closed already.
    }
  }

  /// Everything until the server closes.
  String readToEnd() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  /// One answer with a `Content-Length`, of a connection that may stay open.
  String readAnswer() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    int length = -1;
    while (length < 0 || read.size() < length) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        break;
      }
      read.write(next);
      String text = read.toString(StandardCharsets.UTF_8);
      if (length < 0 && text.endsWith("\r\n\r\n")) {
        Matcher body = BODY_LENGTH.matcher(text);
        length = read.size() + (body.find() ? Integer.parseInt(body.group(1)) : 0);
      }
    }
    return read.toString(StandardCharsets.UTF_8);
  }

  /// Reads until the server has closed, however it does.
  void awaitEnd() throws IOException {
    try {
      readToEnd();
    } catch (SocketException _) {
      // A reset is an end as well.
    }
  }

  /// Sends the text again and again, with a pause in which an answer would arrive, until the server
  /// closes.
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
