package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.harness.ChatUser;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Runs the cycles: load, a fault at a random moment, healing, and a look at everything from
/// outside. The same seed gives the same faults; what the load meets there is up to the machine.
final class Auditor implements AutoCloseable {

  private static final int AUTHORS = 4;
  private static final int GROUPS = 3;
  private static final int CYCLES_OF_GROUPS = 20;
  private static final int LOGGED = 10;
  private static final Duration PATIENCE =
      Duration.ofSeconds(Integer.getInteger("crash.patience", 300));
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final Duration FIRST_ACKS = Duration.ofSeconds(10);

  private final Installation installation;
  private final Random random;
  private final List<Fault> faults;
  private final int commands;
  private final Ledger ledger = new Ledger();
  private final List<AuditedClient> authors = new ArrayList<>();
  private final AuditedClient guest;
  private final List<Long> conversations = new ArrayList<>();
  private final Map<Long, List<String>> retired = new TreeMap<>();
  private final Map<Fault, Integer> inflicted = new EnumMap<>(Fault.class);

  /// @param commands of each author in a cycle at most
  /// @param faults to choose from
  Auditor(Installation installation, long seed, int commands, List<Fault> faults) {
    this.faults = List.copyOf(faults);
    this.installation = installation;
    this.random = new Random(seed);
    this.commands = commands;
    for (int number = 0; number < AUTHORS; number++) {
      authors.add(client("author" + number));
    }
    this.guest = client("guest");
  }

  private AuditedClient client(String name) {
    return new AuditedClient(ChatUser.signIn(installation.url(), name), ledger);
  }

  /// Runs them.
  ///
  /// @return what was done, in words
  /// @throws AssertionError with the findings of the first cycle that has some
  String run(int cycles) {
    all().forEach(AuditedClient::start);
    for (int cycle = 1; cycle <= cycles; cycle++) {
      if (cycle % CYCLES_OF_GROUPS == 1) {
        retire();
        begin();
        Wait.until("sockets", PATIENCE, () -> all().stream().allMatch(AuditedClient::isSettled));
      }
      cycle(cycle);
    }
    retire();
    retired.forEach(this::compare);
    report("at the end", ledger.findings());
    return "%d cycles, %d commands acked, %d of them repeats of acked ones, %s, no findings"
        .formatted(cycles, ledger.acks(), ledger.repeats(), inflicted);
  }

  private List<AuditedClient> all() {
    List<AuditedClient> all = new ArrayList<>(authors);
    all.add(guest);
    return all;
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

  /// The conversations of the last cycles are no longer written to; they must stay as they are.
  private void retire() {
    for (long conversation : conversations) {
      retired.put(conversation, stored(conversation));
      ledger.close(conversation);
      all().forEach(client -> client.forget(conversation));
    }
    conversations.clear();
  }

  private void compare(long conversation, List<String> before) {
    if (!stored(conversation).equals(before)) {
      ledger.finding("conversation " + conversation + " has changed by itself");
    }
  }

  private List<String> stored(long conversation) {
    try {
      return Inspection.lines(installation.database(), conversation);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL cannot be asked", e);
    }
  }

  private void cycle(int number) {
    Fault fault = faults.get(random.nextInt(faults.size()));
    Duration pause = Duration.ofMillis(500 + random.nextInt(3_500));
    long moment = ledger.acks() + random.nextInt(commands * AUTHORS / 2);
    boolean goesOn = random.nextBoolean();
    List<Integer> before = all().stream().map(AuditedClient::connections).toList();
    int most = fault.needsLoad() ? Integer.MAX_VALUE : commands;
    Load load = new Load(ledger, List.copyOf(conversations), most);
    for (AuditedClient author : authors) {
      load.author(author, random.nextLong());
    }
    load.owner(authors.getFirst().user(), guest.user().id(), random.nextLong());
    Wait.whether(FIRST_ACKS, () -> ledger.acks() >= moment);
    String what = "cycle %d, %s".formatted(number, fault);
    inflict(load, fault, pause, goesOn, what);
    settle(load, what);
    if (!fault.endsEdge(installation.isSplit())
        && !before.equals(all().stream().map(AuditedClient::connections).toList())) {
      report(what, List.of("sockets were closed that nothing happened to, with " + closeCodes()));
    }
    inflicted.merge(fault, 1, Integer::sum);
    if (number % LOGGED == 0) {
      System.out.printf("crash audit: %s, %d acked%n", what, ledger.acks());
    }
  }

  /// With which each client's last socket but the one that it has was closed.
  private List<Integer> closeCodes() {
    return all().stream().map(AuditedClient::lastCloseCode).toList();
  }

  private void inflict(Load load, Fault fault, Duration pause, boolean goesOn, String what) {
    Runnable provoke = () -> {};
    if (fault.followsTheLoad()) {
      load.stop();
      load.join();
      awaitAnswers(what);
      provoke = () -> load.one(authors.get(random.nextInt(AUTHORS)), random);
    }
    try {
      installation.inflict(fault, pause, provoke);
      if (!goesOn) {
        load.stop();
      }
      installation.heal();
    } catch (RuntimeException | AssertionError failure) {
      report(what, List.of(failure.toString()));
    }
    load.stop();
  }

  private void settle(Load load, String what) {
    load.join();
    awaitAnswers(what);
    report(what, inspectedInTheEnd());
  }

  private void awaitAnswers(String what) {
    boolean isAnswered =
        Wait.whether(PATIENCE, () -> authors.stream().allMatch(one -> one.unanswered() == 0));
    if (!isAnswered) {
      report(
          what,
          authors.stream()
              .map(one -> one.user().id() + " is not answered: " + one.state(0))
              .toList());
    }
  }

  /// What is wrong once everything has come to rest; a look that finds nothing is not repeated,
  /// because a client may read something afresh at any time.
  private List<String> inspectedInTheEnd() {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    List<String> findings = inspect();
    while (!findings.isEmpty() && System.nanoTime() - deadline < 0) {
      Wait.during(BETWEEN_LOOKS);
      findings = inspect();
    }
    return findings;
  }

  private List<String> inspect() {
    List<String> findings = new ArrayList<>(ledger.findings());
    if (!findings.isEmpty()) {
      return findings;
    }
    return Inspection.of(ledger, installation.database(), all(), conversations);
  }

  private void report(String when, List<String> findings) {
    if (!findings.isEmpty()) {
      String shown = findings.stream().limit(LOGGED).collect(Collectors.joining("\n  "));
      throw new AssertionError(
          "%s: %d findings\n  %s\n--- log ---\n%s"
              .formatted(when, findings.size(), shown, installation.logs()));
    }
  }

  @Override
  public void close() {
    all().forEach(AuditedClient::close);
  }
}
