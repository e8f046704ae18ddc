package io.realtimegateway.api.keys;

import io.realtimegateway.security.ApiKeys;
import io.realtimegateway.store.applications.ApiKey;
import io.realtimegateway.store.applications.ApiKeyRepository;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// `api-key create NAME`, `api-key list` and `api-key revoke NAME` of the command line. Blocks, and
/// lets a [io.realtimegateway.store.DatabaseException] pass.
public final class ApiKeyCommands {
  /// What the three are called with.
  public static final String USAGE = "usage: api-key create NAME | list | revoke NAME";

  private static final String NAME = "[A-Za-z0-9._-]{1,64}";
  private static final int PAGE = 500;

  private final ApiKeyRepository repository;
  private final ApiKeys keys;

  /// @param keys makes new ones
  public ApiKeyCommands(ApiKeyRepository repository, ApiKeys keys) {
    this.repository = repository;
    this.keys = keys;
  }

  /// What became of a command.
  ///
  /// @param isDone whether the process ends with success and the text goes to standard output, else
  ///   to standard error
  /// @param text without a line break at its end
  public record Outcome(boolean isDone, String text) {}

  /// Runs what follows `api-key` on the command line.
  public Outcome run(List<String> arguments) {
    if (arguments.equals(List.of("list"))) {
      return list();
    }
    if (arguments.size() != 2) {
      return failed(USAGE);
    }
    String name = arguments.get(1);
    if (!name.matches(NAME)) {
      return failed("NAME must be 1 to 64 letters, digits, dots, hyphens and underscores.");
    }
    return switch (arguments.getFirst()) {
      case "create" -> create(name);
      case "revoke" -> revoke(name);
      default -> failed(USAGE);
    };
  }

  /// The key alone, so that a script can take it.
  private Outcome create(String name) {
    String key = keys.make();
    Optional<ApiKey> created = repository.create(name, ApiKeys.hash(key).orElseThrow());
    return created.isPresent()
        ? new Outcome(true, key)
        : failed("There is or was a key " + name + ". Names are not used again.");
  }

  private Outcome revoke(String name) {
    return repository.revoke(name)
        ? new Outcome(true, "The key " + name + " is revoked.")
        : failed("There is no key " + name + " that counts.");
  }

  private Outcome list() {
    List<String> lines = new ArrayList<>();
    List<ApiKey> page = repository.list("", PAGE);
    while (!page.isEmpty()) {
      page.forEach(key -> lines.add(line(key)));
      page = repository.list(page.getLast().name(), PAGE);
    }
    return new Outcome(true, lines.isEmpty() ? "There are no keys." : String.join("\n", lines));
  }

  private static String line(ApiKey key) {
    Instant revokedAt = key.revokedAt();
    String end = revokedAt == null ? "" : ", revoked " + seconds(revokedAt);
    return key.name() + "  created " + seconds(key.createdAt()) + end;
  }

  private static Instant seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }

  private static Outcome failed(String text) {
    return new Outcome(false, text);
  }
}
