package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.audit.Command.Kind;
import io.realtimegateway.e2e.audit.Ledger.Told;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/// What the clients do in one cycle: they send, edit, delete and say what they have read, and the
/// owner adds and removes a guest and changes names and metadata over REST.
final class Load {

  private static final int OUTSTANDING = 8;

  /// Of 100 commands those from here on are edits, and those from there on deletes.
  private static final int EDITS = 70;

  private static final int DELETES = 90;

  /// Of 100 commands so many are followed by a repeat of one that was acked before.
  private static final int REPEATS = 10;

  /// Of 100 commands so many are followed by a read.
  private static final int READS = 25;

  private static final int MEMBER_CHANGES = 10;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final Ledger ledger;
  private final List<Long> conversations;
  private final int commands;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean isStopped;

  /// @param commands of each author at most
  Load(Ledger ledger, List<Long> conversations, int commands) {
    this.ledger = ledger;
    this.conversations = conversations;
    this.commands = commands;
  }

  void author(AuditedClient client, long seed) {
    Random random = new Random(seed);
    run(
        () -> {
          for (int number = 0; number < commands && !isStopped; number++) {
            client.ask(next(client.user().id(), random));
            if (random.nextInt(100) < REPEATS) {
              repeat(client, random);
            }
            if (random.nextInt(100) < READS) {
              client.markRead(conversations.get(random.nextInt(conversations.size())));
            }
            Wait.whether(PATIENCE, () -> isStopped || client.unanswered() < OUTSTANDING);
          }
        });
  }

  /// Puts one command, an edit in every second case.
  void one(AuditedClient client, Random random) {
    client.ask(command(client.user().id(), random, random.nextBoolean() ? EDITS : 0));
  }

  private void repeat(AuditedClient client, Random random) {
    long conversation = conversations.get(random.nextInt(conversations.size()));
    Command done = ledger.done(conversation, client.user().id(), random);
    if (done != null) {
      client.ask(done);
    }
  }

  private Command next(long author, Random random) {
    return command(author, random, random.nextInt(100));
  }

  private Command command(long author, Random random, int dice) {
    long conversation = conversations.get(random.nextInt(conversations.size()));
    Told told = dice < EDITS ? null : ledger.pick(conversation, author, random);
    String ref = UUID.randomUUID().toString();
    String content = author + " says " + ref.substring(0, 8);
    Kind kind = told == null ? Kind.SEND : dice < DELETES ? Kind.EDIT : Kind.DELETE;
    long message = told == null ? 0 : told.messageID();
    return new Command(
        ref, kind, conversation, message, kind == Kind.DELETE ? "" : content, System.nanoTime(), 0);
  }

  /// Adds and removes a guest and changes names and metadata, each until it is answered.
  void owner(ChatUser owner, long guest, long seed) {
    Random random = new Random(seed);
    Renames renames = new Renames(ledger, owner, random, PATIENCE);
    run(
        () -> {
          for (int number = 0; number < MEMBER_CHANGES && !isStopped; number++) {
            long conversation = conversations.get(random.nextInt(conversations.size()));
            boolean adds = !ledger.book(conversation).members.contains(guest);
            Wait.until(
                "the answer to a change of members",
                PATIENCE,
                () -> change(owner, conversation, guest, adds));
            ledger.memberChanged(conversation, guest, adds);
            renames.one(conversations.get(random.nextInt(conversations.size())));
          }
        });
  }

  private static boolean change(ChatUser owner, long conversation, long guest, boolean adds) {
    String path = "/conversations/" + conversation + "/participants";
    JsonObject body =
        new JsonObject().put("participantIDs", new JsonArray().add(Long.toString(guest)));
    try {
      Reply reply = adds ? owner.patch(path, body) : owner.delete(path + "/" + guest);
      return reply.status() < 300 || (!adds && reply.status() == 404);
    } catch (UncheckedIOException _) {
      return false;
    }
  }

  private void run(Runnable task) {
    threads.add(
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    task.run();
                  } catch (RuntimeException | AssertionError failure) {
                    ledger.finding("the load failed: " + failure);
                  }
                }));
  }

  /// Nothing new is put from now on.
  void stop() {
    isStopped = true;
  }

  /// Waits until what was begun is done.
  void join() {
    for (Thread thread : threads) {
      try {
        thread.join(PATIENCE.multipliedBy(2));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }
  }
}
