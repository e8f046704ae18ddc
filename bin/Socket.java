import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Prints what a WebSocket hears, and sends each line of standard input. Where the input ends it
/// listens until nothing came for two seconds.
final class Socket implements WebSocket.Listener {
  private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final StringBuilder text = new StringBuilder();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private volatile long heard = System.nanoTime();

  public static void main(String[] arguments) throws Exception {
    if (arguments.length != 1) {
      System.err.println("usage: bin/socket ws://localhost:7000/ws?token=TICKET");
      System.exit(2);
    }
    System.exit(new Socket().run(URI.create(arguments[0])));
  }

  private int run(URI address) throws Exception {
    WebSocket socket;
    try {
      socket =
          HttpClient.newHttpClient()
              .newWebSocketBuilder()
              .buildAsync(address, this)
              .orTimeout(10, TimeUnit.SECONDS)
              .join();
    } catch (CompletionException refused) {
      System.err.println("Cannot connect: " + refused.getCause());
      return 1;
    }
    Thread.ofPlatform().daemon().start(() -> send(socket));
    int code = closed.get();
    System.err.println("closed " + code);
    return code == WebSocket.NORMAL_CLOSURE ? 0 : 1;
  }

  private void send(WebSocket socket) {
    try (var lines = new java.io.BufferedReader(new java.io.InputStreamReader(System.in))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          socket.sendText(line, true).join();
          heard = System.nanoTime();
        }
      }
      while (System.nanoTime() - heard < QUIET_NANOS && !closed.isDone()) {
        awaitClose();
      }
      socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    } catch (Exception failure) {
      System.err.println("Cannot send: " + failure);
    }
    closed.completeOnTimeout(WebSocket.NORMAL_CLOSURE, 2, TimeUnit.SECONDS);
  }

  private void awaitClose() throws Exception {
    try {
      closed.get(100, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // Still open.
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
    heard = System.nanoTime();
    text.append(data);
    if (last) {
      System.out.println(text);
      text.setLength(0);
    }
    socket.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
    closed.complete(code);
    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    System.err.println(error);
    closed.complete(1006);
  }
}
