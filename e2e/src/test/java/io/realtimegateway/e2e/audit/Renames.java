package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Reply;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/// The owner changes names and metadata over REST, each time under a name of the request until it
/// is answered. Now and then it repeats an earlier request, which has to change nothing.
final class Renames {
  /// Of so many changes one is followed by a repeat of the one before.
  private static final int REPEATS = 4;

  private final Ledger ledger;
  private final ChatUser owner;
  private final Random random;
  private final Duration patience;
  private final Map<Long, Done> done = new HashMap<>();

  private record Done(String name, JsonObject body) {}

  Renames(Ledger ledger, ChatUser owner, Random random, Duration patience) {
    this.ledger = ledger;
    this.owner = owner;
    this.random = random;
    this.patience = patience;
  }

  /// Changes one conversation; ends when that is acknowledged.
  void one(long conversation) {
    Done next = new Done(UUID.randomUUID().toString(), body());
    put(conversation, next);
    ledger.renamed(conversation, next.body);
    Done before = done.put(conversation, next);
    if (before != null && random.nextInt(REPEATS) == 0) {
      put(conversation, before);
    }
  }

  private JsonObject body() {
    JsonObject body = new JsonObject();
    int kind = random.nextInt(3);
    if (kind != 0) {
      body.put("groupName", "group " + random.nextInt(1_000_000));
    }
    if (kind != 1) {
      JsonObject metadata = new JsonObject();
      body.put("metadata", random.nextInt(4) == 0 ? metadata : metadata.put("n", random.nextInt()));
    }
    return body;
  }

  private void put(long conversation, Done request) {
    Wait.until(
        "the answer to a rename",
        patience,
        () -> {
          try {
            Reply reply =
                owner.named(request.name).patch("/conversations/" + conversation, request.body);
            if (reply.status() >= 400 && reply.status() < 500) {
              ledger.finding(request + " was answered " + reply.status() + " " + reply.text());
            }
            return reply.status() < 500;
          } catch (UncheckedIOException _) {
            return false;
          }
        });
  }
}
