package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Decision;
import io.realtimegateway.engine.core.Given;
import io.realtimegateway.engine.core.Surroundings;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Puts orders to the core of one conversation, with the look-ups that it asks for. While a look-up
/// runs, the orders of that user for this conversation wait, in order; everybody else's go on.
final class Judging {
  private final Conversation core;
  private final Shard shard;
  private final Surroundings world;
  private final Accepting accepting;
  private final Map<Long, Deque<Asked>> waiting = new HashMap<>();
  private final List<Owed> owed = new ArrayList<>();
  private boolean isForgotten;

  /// What happens with an accepted order.
  interface Accepting {
    void accepted(Asked asked, Decision.Accepted accepted);
  }

  /// An answer that waits for the commit of what it tells.
  private record Owed(Asked asked, Decision.Answered answer) {}

  Judging(Conversation core, Shard shard, Surroundings world, Accepting accepting) {
    this.core = core;
    this.shard = shard;
    this.world = world;
    this.accepting = accepting;
  }

  void ask(Asked asked) {
    Deque<Asked> queue = waiting.get(asked.author());
    if (queue == null) {
      judge(asked);
    } else if (queue.size() < shard.services().settings().maxWaiting()) {
      queue.add(asked);
    } else {
      unavailable(asked, "too many commands wait");
    }
  }

  private void judge(Asked asked) {
    if (shard.refusesWrites()) {
      unavailable(asked, "the journal is full");
      return;
    }
    switch (core.decide(asked.order(), world)) {
      case Decision.Accepted accepted -> accepting.accepted(asked, accepted);
      case Decision.Answered answered -> answer(asked, answered);
      case Decision.Refused refused ->
          asked
              .from()
              .send(
                  new Answer.Failure(
                      asked.request(), refused.code(), refused.message(), refused.target()));
      case Decision.NeedsMessage needed -> {
        long asOf = core.head();
        lookUp(
            asked,
            () ->
                java.util.Optional.ofNullable(
                    shard.services().lookUps().message(core.id(), needed.messageID())),
            found -> core.learn(needed.messageID(), found.orElse(null), asOf));
      }
      case Decision.NeedsName needed ->
          lookUp(
              asked,
              () ->
                  java.util.Optional.ofNullable(
                      shard.services().lookUps().answer(core.id(), needed.named())),
              found -> core.learnName(needed.named(), found.orElse(null)));
    }
  }

  private <T> void lookUp(Asked asked, Callable<T> read, Consumer<T> learn) {
    waiting.computeIfAbsent(asked.author(), _ -> new ArrayDeque<>());
    shard
        .elsewhere()
        .call(
            read,
            found ->
                shard.guard(
                    () -> {
                      if (isForgotten) {
                        unknown(asked);
                        return;
                      }
                      learn.accept(found);
                      resume(asked);
                    }),
            failure ->
                shard.guard(
                    () -> {
                      shard.failedLookUp(failure);
                      unavailable(asked, "the history cannot be read now");
                      next(asked.author());
                    }));
  }

  private void resume(Asked asked) {
    Deque<Asked> queue = waiting.remove(asked.author());
    judge(asked);
    if (waiting.containsKey(asked.author())) {
      waiting.get(asked.author()).addAll(queue == null ? List.of() : queue);
      return;
    }
    core.forgetProofs(asked.order().named());
    if (queue != null) {
      waiting.put(asked.author(), queue);
      next(asked.author());
    }
  }

  /// Judges what waited, until one needs a look-up again.
  private void next(long author) {
    Deque<Asked> queue = waiting.get(author);
    while (queue != null) {
      Asked asked = queue.poll();
      if (asked == null) {
        waiting.remove(author);
        return;
      }
      waiting.remove(author);
      judge(asked);
      Deque<Asked> again = waiting.get(author);
      if (again != null) {
        again.addAll(queue);
        return;
      }
      waiting.put(author, queue);
    }
  }

  private void answer(Asked asked, Decision.Answered answered) {
    if (answered.given().seq() <= core.committed()) {
      shard.writer().barrier(() -> ack(asked, answered), () -> unknown(asked));
    } else {
      owed.add(new Owed(asked, answered));
    }
  }

  /// The conversation has committed more.
  void committed() {
    if (owed.isEmpty()) {
      return;
    }
    for (Iterator<Owed> all = owed.iterator(); all.hasNext(); ) {
      Owed next = all.next();
      if (next.answer().given().seq() <= core.committed()) {
        all.remove();
        ack(next.asked(), next.answer());
      }
    }
  }

  private void ack(Asked asked, Decision.Answered answered) {
    Given given = answered.given();
    asked
        .from()
        .send(
            new Answer.Ack(
                asked.request(),
                core.id(),
                given.messageID(),
                given.seq(),
                given.time(),
                answered.repeated(),
                answered.deleted()));
  }

  boolean isIdle() {
    return waiting.isEmpty() && owed.isEmpty();
  }

  /// The conversation is forgotten: nobody is left without an answer, and what still looks
  /// something up decides nothing when it returns, because the heads it would go on from are no
  /// longer true.
  void forget() {
    isForgotten = true;
    waiting.values().forEach(queue -> queue.forEach(Judging::unknown));
    waiting.clear();
    owed.forEach(next -> unknown(next.asked()));
    owed.clear();
  }

  static void unknown(Asked asked) {
    unavailable(asked, "it is not known whether this was accepted: repeat it");
  }

  private static void unavailable(Asked asked, String message) {
    asked.from().refuse(asked.request(), ErrorCode.SERVICE_UNAVAILABLE, message);
  }
}
