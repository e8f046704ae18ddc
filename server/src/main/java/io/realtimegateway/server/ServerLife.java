package io.realtimegateway.server;

import io.realtimegateway.server.configuration.Configuration;
import java.io.PrintStream;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One run: start, ready, until a signal or a part asks for the end, stop.
final class ServerLife {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLife.class);

  private final Configuration configuration;
  private final PrintStream out;
  private final CompletableFuture<ExitCode> end = new CompletableFuture<>();

  ServerLife(Configuration configuration, PrintStream out) {
    this.configuration = configuration;
    this.out = out;
  }

  /// A signal asks for an orderly end.
  void terminate() {
    end.complete(ExitCode.DONE);
  }

  /// A part cannot go on.
  void fail(ExitCode exitCode) {
    end.complete(exitCode);
  }

  /// Returns when everything has stopped, also where the end is asked for while it starts.
  ///
  /// @throws StartFailure where the start fails for a reason that the user can mend
  ExitCode run() {
    try (Server server = Server.start(configuration, this::fail, end::isDone)) {
      announce(server);
      ExitCode exitCode = end.get();
      LOG.info("Stopping");
      server.drain(configuration.drain());
      return exitCode;
    } catch (EndedEarlyException _) {
      LOG.info("Stopped while starting");
      return end.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return ExitCode.FAILED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end is never completed with an exception", e);
    }
  }

  /// The first line is what scripts wait for.
  private void announce(Server server) {
    Optional<URI> url = server.url();
    out.println(url.map(known -> "ready " + known).orElse("ready"));
    url.ifPresent(known -> out.print(FirstMessage.lines(known, configuration)));
    out.flush();
    SignInWarning.of(configuration).ifPresent(LOG::warn);
  }
}
