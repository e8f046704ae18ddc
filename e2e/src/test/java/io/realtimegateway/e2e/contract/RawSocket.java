package io.realtimegateway.e2e.contract;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// A WebSocket connection without a library between: every byte is the test's.
final class RawSocket implements AutoCloseable {
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  /// Added to the opcode of a message's last or only frame.
  static final int FINAL = 0x80;

  private final Socket socket;
  private final DataInputStream in;
  private final String head;

  /// Opens it; `status` says whether the server took it.
  static RawSocket open(URI server, String ticket) {
    return new RawSocket(server, ticket, Map.of());
  }

  /// Opens it with other headers than a browser's.
  RawSocket(URI server, String ticket, Map<String, String> changed) {
    this(server, "token=" + ticket, changed, new byte[0]);
  }

  /// Opens it with a query of the test's, and sends bytes in one segment with the request.
  RawSocket(URI server, String query, Map<String, String> changed, byte[] early) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", server.getRawAuthority());
    headers.put("Upgrade", "websocket");
    headers.put("Connection", "Upgrade");
    headers.put("Sec-WebSocket-Version", "13");
    headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    headers.putAll(changed);
    StringBuilder request = new StringBuilder("GET /ws?" + query + " HTTP/1.1\r\n");
    headers.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    try {
      socket = new Socket("localhost", server.getPort());
      socket.setSoTimeout(20_000);
      in = new DataInputStream(socket.getInputStream());
      ByteArrayOutputStream first = new ByteArrayOutputStream();
      first.writeBytes(request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
      first.writeBytes(early);
      send(first.toByteArray());
      head = readHead();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String readHead() throws IOException {
    StringBuilder read = new StringBuilder();
    while (!read.toString().endsWith("\r\n\r\n")) {
      read.append((char) in.readUnsignedByte());
    }
    return read.toString();
  }

  int status() {
    return Integer.parseInt(head.split(" ", 3)[1]);
  }

  /// The code of the error object.
  String code() {
    String length = head.replaceAll("(?is).*content-length: *(\\d+).*", "$1");
    try {
      String body = new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
      return new JsonObject(body).getJsonObject("error").getString("code");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A masked frame.
  void frame(int first, byte[] payload) {
    try {
      send(masked(first, payload));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Bytes as they are.
  void bytes(byte[] bytes) {
    try {
      send(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A masked frame as bytes.
  static byte[] masked(int first, byte[] payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else if (payload.length <= 0xffff) {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >> shift));
      }
    }
    out.writeBytes(new byte[4]); // A mask of zeros changes nothing.
    out.writeBytes(payload);
    return out.toByteArray();
  }

  private void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /// The first text frame that contains this.
  String textWith(String part) {
    while (true) {
      byte[] payload = next(TEXT);
      String text = new String(payload, StandardCharsets.UTF_8);
      if (text.contains(part)) {
        return text;
      }
    }
  }

  int closeCode() {
    return closed().code();
  }

  /// The close frame of the server.
  Closed closed() {
    byte[] payload = next(CLOSE);
    int code = ((payload[0] & 0xff) << 8) | (payload[1] & 0xff);
    return new Closed(code, new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8));
  }

  /// How the server closed it.
  record Closed(int code, String reason) {}

  /// Whether the server has ended the connection; waits for the end for 20 s.
  boolean isEnded() {
    try {
      while (in.read() >= 0) {
        // What it still sent.
      }
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }

  /// The payload of the next frame with this opcode; others are passed over, and not answered.
  byte[] next(int opcode) {
    try {
      while (true) {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
          length = in.readUnsignedShort();
        } else if (length == 127) {
          length = (int) in.readLong();
        }
        byte[] payload = in.readNBytes(length);
        if ((first & 0xf) == opcode) {
          return payload;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
