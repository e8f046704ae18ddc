package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.audit.Command.Kind;
import io.realtimegateway.e2e.audit.Ledger.Told;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ConversationCopy;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.e2e.harness.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/// What some clients do, step by step: they send, edit, delete, read, lose their sockets, stop
/// reading, and go on with an older copy; the owner changes names and metadata; guests come, go and
/// come back; the engine is killed. After each round everything is compared.
final class RandomLives implements AutoCloseable {

  private static final int AUTHORS = 3;
  private static final int GUESTS = 2;
  private static final int GROUPS = 6;
  private static final int ACTIVE = 2;
  private static final int OUTSTANDING = 16;

  /// Together more than the buffers of a socket take.
  private static final int LARGE_MESSAGES = Integer.getInteger("lives.large", 1200);

  private static final String LARGE = "\u20AC".repeat(3_800);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Installation installation;
  private final Random random;
  private final Ledger ledger = new Ledger();
  private final List<AuditedClient> authors = new ArrayList<>();
  private final List<AuditedClient> guests = new ArrayList<>();
  private final List<Long> conversations = new ArrayList<>();
  private final Renames renames;
  private List<Long> active = List.of();
  private int steps;
  private int kills;

  RandomLives(Installation installation, long seed) {
    this.installation = installation;
    this.random = new Random(seed);
    for (int number = 0; number < AUTHORS; number++) {
      authors.add(client("author" + number));
    }
    for (int number = 0; number < GUESTS; number++) {
      guests.add(client("guest" + number));
    }
    this.renames = new Renames(ledger, authors.getFirst().user(), random, PATIENCE);
  }

  private AuditedClient client(String name) {
    return new AuditedClient(ChatUser.signIn(installation.url(), name), ledger);
  }

  private List<AuditedClient> all() {
    List<AuditedClient> all = new ArrayList<>(authors);
    all.addAll(guests);
    return all;
  }

  /// Lives through the rounds.
  ///
  /// @return what was done, in words
  /// @throws AssertionError with what is wrong after a round
  String run(int rounds, int stepsOfRound) {
    all().forEach(AuditedClient::start);
    begin();
    awaitSettled();
    for (int round = 1; round <= rounds; round++) {
      active = pick(ACTIVE);
      for (int step = 0; step < stepsOfRound; step++) {
        step();
      }
      if (round % 2 == 1) {
        fallBehind();
      } else {
        kill();
      }
      for (int step = 0; step < stepsOfRound / 4; step++) {
        step();
      }
      compare("round " + round);
    }
    int laggings = all().stream().mapToInt(AuditedClient::laggings).sum();
    if (laggings == 0) {
      throw new AssertionError("nobody was ever too slow");
    }
    return "%d steps, %d commands acked, %d connections, %d laggings, %d kills, %s evictions"
        .formatted(
            steps,
            ledger.acks(),
            all().stream().mapToInt(AuditedClient::connections).sum(),
            laggings,
            kills,
            evictions());
  }

  private void begin() {
    ChatUser owner = authors.getFirst().user();
    ChatUser[] others = authors.stream().skip(1).map(AuditedClient::user).toArray(ChatUser[]::new);
    Set<Long> members =
        authors.stream().map(author -> author.user().id()).collect(Collectors.toSet());
    for (int number = 0; number < GROUPS; number++) {
      long conversation = owner.createGroup("group", others);
      ledger.open(conversation, "group", members);
      conversations.add(conversation);
    }
  }

  private List<Long> pick(int count) {
    List<Long> picked = new ArrayList<>(conversations);
    Collections.shuffle(picked, random);
    return picked.subList(0, count);
  }

  private void step() {
    steps++;
    AuditedClient author = authors.get(random.nextInt(AUTHORS));
    List<AuditedClient> all = all();
    AuditedClient anyone = all.get(random.nextInt(all.size()));
    int dice = random.nextInt(1000);
    if (dice < 850) {
      awaitAnswers(author, OUTSTANDING);
      author.ask(next(author.user().id()));
      if (random.nextInt(10) == 0) {
        repeat(author);
      }
    } else if (dice < 885) {
      changeMembers(guests.get(random.nextInt(GUESTS)));
    } else if (dice < 915) {
      renames.one(active.get(random.nextInt(active.size())));
    } else if (dice < 960) {
      author.markRead(conversations.get(random.nextInt(GROUPS)));
    } else if (dice < 975) {
      anyone.writeDown();
    } else if (dice < 988) {
      anyone.forgetSince();
    } else {
      anyone.breakOff();
    }
  }

  /// Until fewer than so many of its commands are unanswered.
  private void awaitAnswers(AuditedClient client, int fewer) {
    if (!Wait.whether(PATIENCE, () -> client.unanswered() < fewer)) {
      String states =
          all().stream()
              .map(one -> one.user().id() + ": " + one.state(active.getFirst()))
              .collect(Collectors.joining("\n  "));
      throw new AssertionError(
          "step %d: user %d waits in vain for answers%n  %s%n--- log ---%n%s"
              .formatted(steps, client.user().id(), states, installation.logs()));
    }
  }

  private void repeat(AuditedClient author) {
    long conversation = active.get(random.nextInt(active.size()));
    Command done = ledger.done(conversation, author.user().id(), random);
    if (done != null) {
      author.ask(done);
    }
  }

  private Command next(long author) {
    long conversation = active.get(random.nextInt(active.size()));
    int dice = random.nextInt(100);
    Told told = dice < 60 ? null : ledger.pick(conversation, author, random);
    Kind kind = told == null ? Kind.SEND : dice < 88 ? Kind.EDIT : Kind.DELETE;
    return command(kind, conversation, told == null ? 0 : told.messageID(), "step " + steps);
  }

  private static Command command(Kind kind, long conversation, long message, String content) {
    return new Command(
        UUID.randomUUID().toString(),
        kind,
        conversation,
        message,
        kind == Kind.DELETE ? "" : content,
        System.nanoTime(),
        0);
  }

  /// The owner adds a guest or removes it, or the guest leaves; until it is answered.
  private void changeMembers(AuditedClient guest) {
    long conversation = active.get(random.nextInt(active.size()));
    long id = guest.user().id();
    boolean adds = !ledger.book(conversation).members.contains(id);
    ChatUser owner = authors.getFirst().user();
    ChatUser remover = random.nextBoolean() ? owner : guest.user();
    String path = "/conversations/" + conversation + "/participants";
    JsonObject body =
        new JsonObject().put("participantIDs", new JsonArray().add(Long.toString(id)));
    Wait.until(
        "the answer to a change of members",
        PATIENCE,
        () -> {
          try {
            Reply reply = adds ? owner.patch(path, body) : remover.delete(path + "/" + id);
            return reply.status() < 300 || (!adds && reply.status() == 404);
          } catch (UncheckedIOException _) {
            return false;
          }
        });
    ledger.memberChanged(conversation, id, adds);
  }

  /// A client stops reading while more is said than fits between it and the server.
  private void fallBehind() {
    AuditedClient slow = authors.getLast();
    AuditedClient loud = authors.getFirst();
    slow.stopReading();
    long conversation = active.getFirst();
    for (int number = 0; number < LARGE_MESSAGES; number++) {
      awaitAnswers(loud, 4 * OUTSTANDING);
      loud.ask(command(Kind.SEND, conversation, 0, number + LARGE));
    }
    awaitAnswers(loud, 1);
    slow.readAgain();
  }

  private void kill() {
    installation.inflict(Fault.KILL_ENGINE, Duration.ZERO, () -> {});
    installation.heal();
    kills++;
  }

  private void awaitSettled() {
    Wait.until("sockets", PATIENCE, () -> all().stream().allMatch(AuditedClient::isSettled));
  }

  private void compare(String when) {
    boolean isAnswered =
        Wait.whether(PATIENCE, () -> all().stream().allMatch(one -> one.unanswered() == 0));
    Wait.whether(PATIENCE, () -> differences().isEmpty());
    List<String> found = new ArrayList<>(differences());
    if (!isAnswered) {
      found.add("not everything is answered");
    }
    if (found.isEmpty()) {
      found.addAll(readMarkers());
    }
    if (!found.isEmpty()) {
      String shown = found.stream().limit(10).collect(Collectors.joining("\n  "));
      throw new AssertionError(
          "%s, step %d: %d findings%n  %s%n--- log ---%n%s"
              .formatted(when, steps, found.size(), shown, installation.logs()));
    }
  }

  private List<String> differences() {
    List<String> found = new ArrayList<>(ledger.findings());
    if (found.isEmpty()) {
      found.addAll(Inspection.of(ledger, installation.database(), all(), conversations));
    }
    if (found.isEmpty()) {
      conversations.forEach(conversation -> found.addAll(againstRest(conversation)));
    }
    return found;
  }

  private List<String> againstRest(long conversation) {
    List<String> found = new ArrayList<>();
    ChatUser reader = authors.getFirst().user();
    List<String> history = History.of(reader.history(conversation));
    String title =
        ConversationCopy.titleOf(reader.get("/conversations/" + conversation).expect(200).body());
    Set<Long> members = new TreeSet<>();
    for (JsonObject member :
        reader.get("/conversations/" + conversation + "/participants").expect(200).value()) {
      members.add(Long.parseLong(member.getString("id")));
    }
    for (AuditedClient client : all()) {
      boolean isMember = members.contains(client.user().id());
      List<String> held = client.lines(conversation);
      if (isMember && !history.equals(held)) {
        found.add("user %d differs from REST in %d".formatted(client.user().id(), conversation));
      }
      if (isMember && !title.equals(client.title(conversation))) {
        found.add("user %d knows another name or other metadata".formatted(client.user().id()));
      }
      if (isMember && !members.equals(new TreeSet<>(client.members(conversation)))) {
        found.add("user %d knows other members".formatted(client.user().id()));
      }
      int status = client.user().get("/conversations/" + conversation).status();
      if (status != (isMember ? 200 : 404)) {
        found.add("user %d is answered %d".formatted(client.user().id(), status));
      }
    }
    return found;
  }

  /// A client that reports everything as read has read everything.
  private List<String> readMarkers() {
    AuditedClient reader = authors.get(1);
    List<String> found = new ArrayList<>();
    for (long conversation : conversations) {
      boolean isRead =
          Wait.whether(
              PATIENCE,
              () -> {
                reader.markRead(conversation);
                Reply reply = reader.user().get("/conversations/" + conversation);
                JsonObject body = reply.status() == 200 ? reply.body() : new JsonObject();
                return body.getLong("readSeq", -1L).equals(body.getLong("seq", -2L))
                    && body.getInteger("unreadCount") == 0;
              });
      if (!isRead) {
        found.add(
            "what was read of "
                + conversation
                + " is not: "
                + reader.user().get("/conversations/" + conversation).body());
      }
    }
    return found;
  }

  /// How often a conversation left memory; an engine on its own has no port to ask.
  private String evictions() {
    if (installation.isSplit()) {
      return "uncounted";
    }
    String evictions = metric("engine_conversations_evicted");
    if (evictions.equals("no")) {
      throw new AssertionError("no conversation ever left memory");
    }
    return evictions;
  }

  private String metric(String name) {
    return ChatUser.anonymous(installation.url(), "/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("no");
  }

  @Override
  public void close() {
    all().forEach(AuditedClient::close);
  }
}
