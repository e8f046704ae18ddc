package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Decision;
import io.realtimegateway.engine.core.Given;
import io.realtimegateway.engine.core.Surroundings;
import io.realtimegateway.engine.history.LostNameException;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

/// Puts orders to the core of one conversation, with the look-ups that it asks for. While a look-up
/// runs, the orders of that user for this conversation wait, in order; everybody else's go on.
final class Judging {
  private final Conversation core;
  private final Shard shard;
  private final Surroundings world;
  private final Accepting accepting;
  private final OwedAnswers owed;
  private final Map<Long, Deque<Asked>> waiting = new HashMap<>();
  private boolean isForgotten;

  /// What happens with an accepted order.
  interface Accepting {
    void accepted(Asked asked, Decision.Accepted accepted);

    /// Judging threw: memory may be neither what it was before nor what it was to become.
    void spoilt();
  }

  Judging(Conversation core, Shard shard, OwedAnswers owed, Accepting accepting) {
    this.core = core;
    this.shard = shard;
    this.world = shard.world();
    this.owed = owed;
    this.accepting = accepting;
  }

  void ask(Asked asked) {
    if (isForgotten) {
      unknown(asked);
      return;
    }
    Deque<Asked> queue = waiting.get(asked.author());
    if (queue == null) {
      judge(asked);
    } else if (queue.size() < shard.services().settings().maxWaiting()) {
      queue.add(asked);
    } else {
      unavailable(asked, "too many commands wait");
    }
  }

  /// A bug that shows in one order is that order's alone.
  private void judge(Asked asked) {
    if (!shard.guard(() -> decide(asked))) {
      asked.from().refuse(asked.request(), ErrorCode.INTERNAL, "the engine failed");
      accepting.spoilt();
    }
  }

  private void decide(Asked asked) {
    switch (core.decide(asked.order(), world)) {
      case Decision.Accepted accepted -> accepting.accepted(asked, accepted);
      case Decision.Answered answered ->
          owed.give(
              answered.given().seq(), () -> ack(asked, answered), () -> Judging.unknown(asked));
      case Decision.Refused refused ->
          owed.give(
              core.head(),
              () ->
                  asked
                      .from()
                      .send(
                          new Answer.Failure(
                              asked.request(),
                              refused.code(),
                              refused.message(),
                              refused.target())),
              () -> Judging.unknown(asked));
      case Decision.NeedsMessage needed -> {
        core.seek(needed.messageID());
        lookUp(
            asked,
            () ->
                Optional.ofNullable(
                    shard.services().lookUps().message(core.id(), needed.messageID())),
            found -> core.learn(needed.messageID(), found.orElse(null)),
            () -> core.learnNothing(needed.messageID()));
      }
      case Decision.NeedsProperties _ ->
          lookUp(
              asked,
              () -> shard.services().lookUps().properties(core.id()),
              core::learnProperties,
              () -> {});
      case Decision.NeedsName needed ->
          lookUp(
              asked,
              () ->
                  Optional.ofNullable(shard.services().lookUps().answer(core.id(), needed.named())),
              found -> core.learnName(needed.named(), found.orElse(null)),
              () -> {});
    }
  }

  private <T> void lookUp(Asked asked, Callable<T> read, Consumer<T> learn, Runnable learnNothing) {
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
                      if (failure instanceof LostNameException lost) {
                        unavailable(asked, lost.words());
                      } else {
                        shard.failedLookUp(failure);
                        unavailable(asked, "the history cannot be read now");
                      }
                      learnNothing.run();
                      core.forgetProofs(asked.order().named());
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
    return waiting.isEmpty();
  }

  /// The conversation is forgotten: nobody is left without an answer, and what still looks
  /// something up decides nothing when it returns, because the heads it would go on from are no
  /// longer true.
  void forget() {
    isForgotten = true;
    waiting.values().forEach(queue -> queue.forEach(Judging::unknown));
    waiting.clear();
  }

  static void unknown(Asked asked) {
    unavailable(asked, "it is not known whether this was accepted: repeat it");
  }

  private static void unavailable(Asked asked, String message) {
    asked.from().refuse(asked.request(), ErrorCode.SERVICE_UNAVAILABLE, message);
  }
}
