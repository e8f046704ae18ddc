package io.realtimegateway.server;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.EventLoop;
import io.realtimegateway.link.LinkEnvironment;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.link.Transport;
import io.realtimegateway.security.CommandDigest;
import io.realtimegateway.security.LinkProof;
import io.realtimegateway.security.LoginTokens;
import io.realtimegateway.security.Secret;
import io.realtimegateway.security.SecretFiles;
import io.realtimegateway.security.Tickets;
import io.realtimegateway.security.TokenKeyFiles;
import io.realtimegateway.security.TokenKeys;
import io.realtimegateway.server.configuration.Configuration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all parts of a process share: settings, secrets, clock, metrics.
final class Basics {
  private static final String TOKEN_LABEL = "rtg1-tokens";

  private static final Logger LOG = LoggerFactory.getLogger(Basics.class);

  private final Configuration configuration;
  private final SecureRandom random = new SecureRandom();
  private final SecretFiles secrets;
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final long node;
  private final Secret linkSecret;
  private final TokenKeys tokenKeys;

  /// @throws StartFailure where a secret cannot be read
  Basics(Configuration configuration) {
    this.configuration = configuration;
    this.secrets = new SecretFiles(random, LOG::warn);
    this.node = random.nextLong(1, Long.MAX_VALUE);
    try {
      this.linkSecret = secrets.readOrCreate(configuration.linkSecretFile());
      // Derived, so that all processes of an installation agree without further set-up.
      this.tokenKeys =
          configuredTokenKeys(configuration, secrets)
              .orElseGet(() -> TokenKeys.of(linkSecret.derive(TOKEN_LABEL)));
    } catch (IOException failure) {
      throw new StartFailure(ExitCode.CONFIGURATION, unusableSecret(failure), failure);
    }
  }

  /// Those of the files that the configuration names; empty where it names none.
  static Optional<TokenKeys> configuredTokenKeys(Configuration configuration, SecretFiles files)
      throws IOException {
    var tokens = configuration.tokens();
    if (tokens.secretFile().isEmpty()) {
      return Optional.empty();
    }
    Path file = tokens.secretFile().get();
    return Optional.of(
        new TokenKeyFiles(file, tokens.previousSecretFile(), TokenKeyFiles.USUALLY_ACCEPTED)
            .read(files));
  }

  /// In words for the operator.
  static String unusableSecret(IOException failure) {
    String reason = failure instanceof NoSuchFileException ? "there is no file " : "";
    return "A secret cannot be used: " + reason + failure.getMessage();
  }

  Configuration configuration() {
    return configuration;
  }

  /// Reads files with secrets; what is wrong with one that is accepted goes to the log.
  SecretFiles secrets() {
    return secrets;
  }

  SecureRandom random() {
    return random;
  }

  Clock clock() {
    return Clock.systemUTC();
  }

  PrometheusMeterRegistry meters() {
    return meters;
  }

  /// Random number of this process.
  long node() {
    return node;
  }

  CommandDigest digest() {
    return new CommandDigest(linkSecret);
  }

  LoginTokens loginTokens() {
    return new LoginTokens(configuration.tokens(), tokenKeys, clock(), random);
  }

  Tickets tickets() {
    return new Tickets(configuration.tokens(), tokenKeys, clock(), random);
  }

  /// @param side `engine`, `gateway` or `api`, for the metrics
  LinkEnvironment links(String side, EventLoop loop) {
    return new LinkEnvironment(
        LinkLimits.of(configuration.link()),
        new LinkProof(linkSecret),
        Transport.of(loop),
        random,
        new LinkMetrics(meters, side));
  }

  /// The text in a file that only its owner should read.
  ///
  /// @throws StartFailure if it cannot be read
  static String textIn(Path file, SecretFiles secrets) {
    try {
      return new String(secrets.readAny(file).bytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException failure) {
      throw new StartFailure(ExitCode.CONFIGURATION, unusableSecret(failure), failure);
    }
  }
}
