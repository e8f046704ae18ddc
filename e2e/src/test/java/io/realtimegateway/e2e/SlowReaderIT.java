package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Heap;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.RawSockets;
import io.realtimegateway.e2e.harness.RawSockets.RawSocket;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A room of 500 sessions, one of which does not read.
final class SlowReaderIT {

  private static final int USERS = 25;
  private static final int SESSIONS = 500;
  private static final int BEFORE = 100;

  /// Said at a time until more waits than a connection and the session's bound take: how much the
  /// kernel takes is its own affair.
  private static final int AT_A_TIME = 100;

  private static final int MOST_UNREAD = 4_000;

  /// Mebibytes, beside the bound of one session.
  private static final long ROOM_FOR_OTHER_THINGS = 32;

  private static final String TEXT = "x".repeat(3_900);

  @TempDir private Path folder;

  private final AtomicInteger heardByOthers = new AtomicInteger();
  private final Set<Long> heardBySlow = new ConcurrentSkipListSet<>();
  private volatile long reached;
  private volatile boolean isComplete;
  private volatile boolean isAnswered;
  private final AtomicInteger laggings = new AtomicInteger();
  private String epoch = "";

  @Test
  void oneSessionThatDoesNotReadHarmsNobodyAndHasEverythingInTheEnd() {
    try (ServerProcess server =
            new ServerProcess(folder)
                .jvm("-Xmx256m")
                .with("--set", "limits.commands=off", "--set", "limits.upgrades=off")
                .with("--set", "limits.requests=off", "--set", "limits.sign-ins=off")
                .with("--set", "gateway.write-deadline=25s")
                .start();
        RawSockets sockets = new RawSockets()) {
      List<ChatUser> users = new ArrayList<>();
      for (int number = 0; number < USERS; number++) {
        users.add(ChatUser.signIn(server.url(), "user" + number));
      }
      ChatUser ada = users.getFirst();
      long room = ada.createGroup("all", users.stream().skip(1).toArray(ChatUser[]::new));
      epoch = ada.get("/conversations/" + room).expect(200).body().getString("epoch");
      for (int number = 1; number < SESSIONS - 1; number++) {
        ChatUser user = users.get(number % USERS);
        sockets.open(user.socketAddress(user.ticket()), this::others);
      }
      ChatUser last = users.getLast();
      RawSocket slow = sockets.open(last.socketAddress(last.ticket()), this::slow);
      try (ChatSocket loud = ada.connect()) {
        loud.await("hello");
        List<Long> before = say(loud, room, BEFORE);
        long heapBefore = Heap.liveMebibytes(server.pid());
        slow.stopReading();
        List<Long> meanwhile = sayUntil(server, "rtg_gateway_lagging_total", loud, room);
        int said = BEFORE + meanwhile.size();
        long heapAfter = Heap.liveMebibytes(server.pid());
        Patience.until("everybody else", () -> heardByOthers.get() == (SESSIONS - 2) * said);
        assertThat(metric(server, "rtg_gateway_lagging_total")).isEqualTo(1);
        System.out.printf(
            "slow reader: acks p50/p99 ms %s before, %s meanwhile; live heap MiB %d, %d%n",
            figures(before), figures(meanwhile), heapBefore, heapAfter);
        assertThat(heapAfter).isLessThan(heapBefore + ROOM_FOR_OTHER_THINGS);

        assertThat(heardBySlow.size()).isLessThan(said);
        slow.readAgain();
        Patience.until("lagging", () -> laggings.get() == 1);
        resume(slow, room);
        Patience.until("the last page", () -> resumeWhereThereIsMore(slow, room));
        loud.say(room, "and on it goes");
        Patience.until("what is live again", () -> heardBySlow.contains(1L + said));
        assertThat(heardBySlow)
            .containsExactlyElementsOf(LongStream.rangeClosed(1, 1L + said).boxed().toList());
        assertThat(slow.isOver()).isFalse();

        slow.stopReading();
        say(loud, room, meanwhile.size());
        Patience.until(
            "the end without progress",
            () -> metric(server, "rtg_gateway_closes_total{code=\"4002\"") == 1);
      }
    }
  }

  private void others(String frame) {
    if (frame.startsWith("{\"type\":\"message\"")) {
      heardByOthers.incrementAndGet();
    }
  }

  private void slow(String text) {
    JsonObject frame = new JsonObject(text);
    switch (frame.getString("type")) {
      case "message" -> heardBySlow.add(frame.getLong("seq"));
      case "lagging" -> laggings.incrementAndGet();
      case "changes" -> {
        for (Object item : frame.getJsonArray("value")) {
          heardBySlow.add(((JsonObject) item).getLong("seq"));
        }
        reached = frame.getLong("seq");
        isComplete = !frame.getBoolean("more");
        isAnswered = true;
      }
      default -> {}
    }
  }

  private void resume(RawSocket slow, long room) {
    isAnswered = false;
    JsonObject held =
        new JsonObject().put("conversationID", room).put("seq", reached).put("epoch", epoch);
    slow.send("resume", new JsonObject().put("conversations", new JsonArray().add(held)));
  }

  private boolean resumeWhereThereIsMore(RawSocket slow, long room) {
    if (isAnswered && !isComplete) {
      resume(slow, room);
    }
    return isComplete;
  }

  /// Until this has been counted once.
  ///
  /// @return nanoseconds from each sending to its ack, ascending
  private static List<Long> sayUntil(
      ServerProcess server, String metric, ChatSocket loud, long room) {
    List<Long> taken = new ArrayList<>();
    while (metric(server, metric) == 0) {
      assertThat(taken.size()).isLessThan(MOST_UNREAD);
      taken.addAll(say(loud, room, AT_A_TIME));
    }
    taken.sort(null);
    return taken;
  }

  /// @return nanoseconds from each sending to its ack, ascending
  private static List<Long> say(ChatSocket loud, long room, int count) {
    List<Long> taken = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      long begun = System.nanoTime();
      loud.say(room, TEXT);
      taken.add(System.nanoTime() - begun);
    }
    taken.sort(null);
    return taken;
  }

  private static String figures(List<Long> sorted) {
    return "%.1f/%.1f"
        .formatted(sorted.get(sorted.size() / 2) / 1e6, sorted.get(sorted.size() * 99 / 100) / 1e6);
  }

  private static double metric(ServerProcess server, String name) {
    return ChatUser.anonymous(server.url(), "/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
