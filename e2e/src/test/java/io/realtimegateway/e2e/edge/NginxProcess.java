package io.realtimegateway.e2e.edge;

import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// nginx in the foreground, with a recipe of `docs/deployment.md` between the lines that Debian's
/// own `nginx.conf` has around `conf.d`.
final class NginxProcess implements AutoCloseable {
  private static final Duration START = Duration.ofSeconds(20);

  private final Process process;
  private final Path log;

  private NginxProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static NginxProcess start(Path folder, String recipe, int port)
      throws IOException, InterruptedException {
    Path configuration = folder.resolve("nginx.conf");
    Files.writeString(
        configuration,
        """
        daemon off;
        master_process off;
        pid %1$s/nginx.pid;
        error_log stderr;
        events { worker_connections 256; }
        http {
          access_log off;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
        %2$s
        }
        """
            .formatted(folder, recipe));
    Path log = folder.resolve("nginx.log");
    NginxProcess nginx =
        new NginxProcess(
            new ProcessBuilder(
                    binary(),
                    "-p",
                    folder.toString(),
                    "-e",
                    "stderr",
                    "-c",
                    configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start(),
            log);
    nginx.awaitPort(port);
    return nginx;
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /// The fence of a language on a page.
  static String fence(Path page, String language) throws IOException {
    String text = Files.readString(page);
    int start = text.indexOf("```" + language + "\n") + language.length() + 4;
    return text.substring(start, text.indexOf("```", start));
  }

  private static String binary() throws IOException, InterruptedException {
    Process find =
        new ProcessBuilder(List.of(Repository.folder().resolve("bin/nginx").toString())).start();
    String path = new String(find.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    String errors = new String(find.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (find.waitFor() != 0) {
      throw new IllegalStateException(errors);
    }
    return path;
  }

  private void awaitPort(int port) throws IOException, InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    while (System.nanoTime() < end) {
      if (process.waitFor(50, TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("nginx ended: " + log());
      }
      try (Socket open = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (open.isConnected()) {
          return;
        }
      } catch (ConnectException _) {
        // Not yet.
      }
    }
    throw new IllegalStateException("nginx does not listen: " + log());
  }

  static URI url(int port) {
    return URI.create("https://localhost:" + port);
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
