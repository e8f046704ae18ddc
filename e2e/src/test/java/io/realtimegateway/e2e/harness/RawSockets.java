package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Many WebSockets on one thread, without a library between: so that one of them can really stop
/// reading, and hundreds can be listened to.
public final class RawSockets implements AutoCloseable {

  private static final int SMALL = 16 * 1024;
  private static final int LARGEST_FRAME = 128 * 1024;

  private final Selector selector;
  private final Thread thread;
  private volatile boolean isClosed;

  /// Begins with none.
  public RawSockets() {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().daemon().name("raw-sockets").start(this::run);
  }

  /// Opens one; `hello` may still be on its way.
  ///
  /// @param listener receives each text, on the thread of all sockets
  public RawSocket open(URI address, Consumer<String> listener) {
    try {
      SocketChannel channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL);
      channel.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      String request =
          """
          GET %s?%s HTTP/1.1
          Host: %s
          Connection: Upgrade
          Upgrade: websocket
          Sec-WebSocket-Version: 13
          Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

          """
              .formatted(address.getRawPath(), address.getRawQuery(), address.getRawAuthority());
      write(channel, request.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      readHead(channel);
      channel.configureBlocking(false);
      RawSocket socket = new RawSocket(channel, listener);
      socket.key = channel.register(selector, SelectionKey.OP_READ, socket);
      selector.wakeup();
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void readHead(SocketChannel channel) throws IOException {
    StringBuilder head = new StringBuilder();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (!head.toString().endsWith("\r\n\r\n")) {
      if (channel.read(one.clear()) < 0) {
        throw new IOException("no answer: " + head);
      }
      head.append((char) one.get(0));
    }
    if (!head.toString().startsWith("HTTP/1.1 101")) {
      throw new IOException("not upgraded: " + head);
    }
  }

  private static void write(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
  }

  private void run() {
    while (!isClosed) {
      try {
        selector.select(key -> ((RawSocket) key.attachment()).read(), 100);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Override
  public void close() {
    isClosed = true;
    try {
      thread.join();
      List<SelectionKey> all = new ArrayList<>(selector.keys());
      for (SelectionKey key : all) {
        key.channel().close();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// One of them.
  public final class RawSocket {
    private final SocketChannel channel;
    private final Consumer<String> listener;
    private final ByteBuffer in = ByteBuffer.allocate(LARGEST_FRAME);
    private volatile SelectionKey key;
    private volatile boolean isOver;

    private RawSocket(SocketChannel channel, Consumer<String> listener) {
      this.channel = channel;
      this.listener = listener;
    }

    /// Takes nothing from the connection any more.
    public void stopReading() {
      key.interestOps(0);
    }

    public void readAgain() {
      key.interestOps(SelectionKey.OP_READ);
      selector.wakeup();
    }

    /// Whether the other side has ended the connection, as far as was read.
    public boolean isOver() {
      return isOver;
    }

    /// Sends a command.
    public void send(String type, JsonObject payload) {
      byte[] text =
          new JsonObject()
              .put("type", type)
              .put("payload", payload)
              .encode()
              .getBytes(StandardCharsets.UTF_8);
      frame(0x81, text);
    }

    /// Masked with zeros, which changes nothing.
    private void frame(int head, byte[] payload) {
      boolean isShort = payload.length < 126;
      ByteBuffer out = ByteBuffer.allocate(payload.length + (isShort ? 6 : 8));
      out.put((byte) head);
      if (isShort) {
        out.put((byte) (0x80 | payload.length));
      } else {
        out.put((byte) (0x80 | 126)).putShort((short) payload.length);
      }
      out.putInt(0).put(payload);
      try {
        write(channel, out.array());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void read() {
      try {
        int count = channel.read(in);
        in.flip();
        while (frame()) {
          // The next one.
        }
        in.compact();
        if (count < 0) {
          end();
        }
      } catch (IOException _) {
        end();
      }
    }

    private void end() {
      isOver = true;
      key.cancel();
    }

    private boolean frame() {
      if (in.remaining() < 2) {
        return false;
      }
      int at = in.position();
      int length = in.get(at + 1) & 0x7f;
      int header = length < 126 ? 2 : length == 126 ? 4 : 10;
      if (in.remaining() < header) {
        return false;
      }
      length =
          length < 126
              ? length
              : length == 126 ? in.getShort(at + 2) & 0xffff : (int) in.getLong(at + 2);
      if (in.remaining() < header + length) {
        return false;
      }
      byte[] payload = new byte[length];
      in.position(at + header);
      in.get(payload);
      switch (in.get(at) & 0x0f) {
        case 1 -> listener.accept(new String(payload, StandardCharsets.UTF_8));
        case 8 -> end();
        case 9 -> frame(0x8a, payload);
        default -> {}
      }
      return true;
    }
  }
}
