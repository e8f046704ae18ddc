package io.realtimegateway.webhooks;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/// One connection of HTTP/1.1 to an address that was checked, for requests one after the other. Of
/// an answer only the status counts: it is read within bounds, and no redirect is followed.
final class ReceiverConnection implements AutoCloseable {
  /// The reason phrase may hold any byte but a line feed, also those that are a line break in
  /// Unicode.
  private static final Pattern STATUS =
      Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?", Pattern.DOTALL);

  private static final int LONGEST_HEAD = 32 << 10;
  private static final int LONGEST_BODY = 64 << 10;
  private static final int INTERIM_ANSWERS = 8;

  private final Socket plain = new Socket();
  private Socket socket = plain;
  private InputStream in = InputStream.nullInputStream();
  private long usedNanos;
  private boolean hasHeard;
  private boolean isReusable;
  private volatile boolean isAborted;

  /// Connects. Blocks.
  ///
  /// @param address of the URL's host
  /// @param within for each step
  /// @param tls encrypts where the URL says so
  void connect(URI url, InetAddress address, Duration within, SSLSocketFactory tls)
      throws IOException {
    int millis = Math.toIntExact(Math.max(1, within.toMillis()));
    plain.setTcpNoDelay(true);
    plain.connect(new InetSocketAddress(address, port(url)), millis);
    plain.setSoTimeout(millis);
    boolean isTls = url.getScheme().equalsIgnoreCase("https");
    socket = isTls ? encrypted(plain, url.getHost(), port(url), tls) : plain;
    in = new BufferedInputStream(socket.getInputStream(), 1024);
  }

  private static Socket encrypted(Socket plain, String host, int port, SSLSocketFactory tls)
      throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static int port(URI url) {
    if (url.getPort() > 0) {
      return url.getPort();
    }
    return url.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  /// Sends one request and reads the status of its answer. Blocks.
  ///
  /// @param headers each ended by a line break
  int post(URI url, String headers, byte[] body) throws IOException {
    hasHeard = false;
    isReusable = false;
    String text =
        String.format(
            Locale.ROOT,
            "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\n%s\r\n",
            target(url),
            authority(url),
            body.length,
            headers);
    byte[] head = text.getBytes(StandardCharsets.UTF_8);
    byte[] request = new byte[head.length + body.length];
    System.arraycopy(head, 0, request, 0, head.length);
    System.arraycopy(body, 0, request, head.length, body.length);
    socket.getOutputStream().write(request);
    socket.getOutputStream().flush();
    return status();
  }

  private static String target(URI url) {
    String path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
  }

  private static String authority(URI url) {
    return url.getPort() > 0 ? url.getHost() + ":" + url.getPort() : url.getHost();
  }

  private int status() throws IOException {
    for (int answers = 0; answers < INTERIM_ANSWERS; answers++) {
      Head head = new Head();
      int status = head.status();
      head.headers();
      if (status >= 200) {
        usedNanos = System.nanoTime();
        isReusable = head.isBodyReadTo(status);
        return status;
      }
    }
    throw new ProtocolException("the answer does not begin");
  }

  /// The head of an answer, while it is read.
  private final class Head {
    private int left = LONGEST_HEAD;
    private long length = -1;
    private boolean isLengthUnknown;
    private boolean isClosing;

    private int status() throws IOException {
      String line = line();
      Matcher matcher = STATUS.matcher(line);
      if (!matcher.matches()) {
        throw new ProtocolException("the answer is no HTTP/1.1");
      }
      isClosing = line.startsWith("HTTP/1.0");
      return Integer.parseInt(matcher.group(1));
    }

    private void headers() throws IOException {
      for (String line = line(); !line.isEmpty(); line = line()) {
        String lower = line.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          String value = lower.substring("content-length:".length()).strip();
          length = value.matches("[0-9]{1,10}") ? Long.parseLong(value) : Long.MAX_VALUE;
        } else if (lower.startsWith("transfer-encoding:")) {
          isLengthUnknown = true;
        } else if (lower.startsWith("connection:")) {
          isClosing |= lower.contains("close");
        }
      }
    }

    /// Whether another request can follow, because the body has an end that was read.
    private boolean isBodyReadTo(int status) {
      if (isClosing || isLengthUnknown) {
        return false;
      }
      if (status == 204 || status == 304) {
        return true;
      }
      if (length < 0 || length > LONGEST_BODY) {
        return false;
      }
      try {
        in.skipNBytes(length);
        return true;
      } catch (IOException _) {
        return false;
      }
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new EOFException("the connection was closed before the answer");
        }
        hasHeard = true;
        if (--left < 0) {
          throw new ProtocolException("the head of the answer is too long");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }
  }

  /// Whether anything of the last answer came.
  boolean hasHeard() {
    return hasHeard;
  }

  boolean isReusable() {
    return isReusable && !isAborted;
  }

  boolean isIdleFor(Duration time) {
    return System.nanoTime() - usedNanos > time.toNanos();
  }

  /// Ends it from another thread, because its time is over.
  void abort() {
    isAborted = true;
    closeQuietly(plain); // Closing TLS may wait for what is being written.
  }

  boolean isAborted() {
    return isAborted;
  }

  @Override
  public void close() {
    closeQuietly(socket);
    closeQuietly(plain);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // It is gone either way.
    }
  }
}
