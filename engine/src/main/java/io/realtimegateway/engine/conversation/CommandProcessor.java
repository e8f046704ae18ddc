package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Decision;
import io.realtimegateway.engine.core.HistoryCommand;
import io.realtimegateway.engine.core.Surroundings;
import io.realtimegateway.engine.history.LookUps;
import io.realtimegateway.engine.history.LostNameException;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.record.CommandResult;
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

/// Lets the core of one conversation decide commands, and runs the lookups that it needs. During a
/// lookup, the commands of that user for this conversation wait, in order; those of other users
/// continue.
final class CommandProcessor {
  private final Conversation core;
  private final ShardPort shard;
  private final LookUps lookUps;
  private final Surroundings surroundings;
  private final int maxWaiting;
  private final Outcome outcome;
  private final PendingAnswers answers;
  private final Map<Long, Deque<PendingCommand>> waiting = new HashMap<>();
  private boolean isForgotten;

  /// Receives the outcome of a decision.
  interface Outcome {
    void accepted(PendingCommand command, Decision.Accepted accepted);

    /// Deciding threw an exception: memory may be inconsistent.
    void failed();
  }

  CommandProcessor(
      Conversation core,
      ShardPort shard,
      ConversationServices services,
      PendingAnswers answers,
      Outcome outcome) {
    this.core = core;
    this.shard = shard;
    this.lookUps = services.lookUps();
    this.surroundings = services.surroundings();
    this.maxWaiting = services.settings().maxWaiting();
    this.answers = answers;
    this.outcome = outcome;
  }

  void process(PendingCommand command) {
    if (isForgotten) {
      command.outcomeUnknown();
      return;
    }
    Deque<PendingCommand> queue = waiting.get(command.author());
    if (queue == null) {
      decideGuarded(command);
    } else if (queue.size() < maxWaiting) {
      queue.add(command);
    } else {
      command.unavailable("too many commands wait");
    }
  }

  /// A bug that occurs in one command fails only that command.
  private void decideGuarded(PendingCommand command) {
    try {
      decide(command);
    } catch (Throwable failure) {
      shard.failed(failure);
      command.from().refuse(command.request(), ErrorCode.INTERNAL, "the engine failed");
      outcome.failed();
    }
  }

  private void decide(PendingCommand command) {
    switch (core.decide(command.command(), surroundings)) {
      case Decision.Accepted accepted -> outcome.accepted(command, accepted);
      case Decision.Answered answered ->
          answers.send(
              answered.result().seq(), () -> ack(command, answered), command::outcomeUnknown);
      case Decision.Refused refused ->
          answers.send(core.head(), () -> refuse(command, refused), command::outcomeUnknown);
      case Decision.NeedsMessage needed -> {
        core.seek(needed.messageID());
        lookUp(
            command,
            () -> Optional.ofNullable(lookUps.message(core.id(), needed.messageID())),
            found -> core.learn(needed.messageID(), found.orElse(null)),
            () -> core.learnNothing(needed.messageID()));
      }
      case Decision.NeedsProperties _ ->
          lookUp(command, () -> lookUps.properties(core.id()), core::learnProperties, () -> {});
      case Decision.NeedsName _ -> {
        HistoryCommand wanted = command.command();
        lookUp(
            command,
            () -> Optional.ofNullable(lookUps.result(core.id(), wanted.nameSpace(), wanted.name())),
            found -> core.learnName(wanted, found.orElse(null)),
            () -> {});
      }
    }
  }

  private <R> void lookUp(
      PendingCommand command, Callable<R> read, Consumer<R> learn, Runnable learnNothing) {
    waiting.computeIfAbsent(command.author(), _ -> new ArrayDeque<>());
    shard.read(
        read,
        found -> {
          if (isForgotten) {
            command.outcomeUnknown();
            return;
          }
          learn.accept(found);
          resume(command);
        },
        failure -> {
          if (failure instanceof LostNameException lost) {
            command.unavailable(lost.words());
          } else {
            shard.lookUpFailed(failure);
            command.unavailable("the history cannot be read now");
          }
          learnNothing.run();
          core.forgetLookUps(command.command());
          next(command.author());
        });
  }

  private void resume(PendingCommand command) {
    Deque<PendingCommand> queue = waiting.remove(command.author());
    decideGuarded(command);
    if (waiting.containsKey(command.author())) {
      waiting.get(command.author()).addAll(queue == null ? List.of() : queue);
      return;
    }
    core.forgetLookUps(command.command());
    if (queue != null) {
      waiting.put(command.author(), queue);
      next(command.author());
    }
  }

  /// Decides the waiting commands, until one needs a lookup again.
  private void next(long author) {
    Deque<PendingCommand> queue = waiting.get(author);
    while (queue != null) {
      PendingCommand command = queue.poll();
      if (command == null) {
        waiting.remove(author);
        return;
      }
      waiting.remove(author);
      decideGuarded(command);
      Deque<PendingCommand> again = waiting.get(author);
      if (again != null) {
        again.addAll(queue);
        return;
      }
      waiting.put(author, queue);
    }
  }

  private void ack(PendingCommand command, Decision.Answered answered) {
    CommandResult result = answered.result();
    command
        .from()
        .send(
            new Answer.Ack(
                command.request(),
                core.id(),
                result.messageID(),
                result.seq(),
                result.time(),
                answered.repeated(),
                answered.deleted()));
  }

  private static void refuse(PendingCommand command, Decision.Refused refused) {
    command
        .from()
        .send(
            new Answer.Failure(
                command.request(), refused.code(), refused.message(), refused.target()));
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /// The conversation is evicted: every waiting command is answered as unknown, and a lookup that
  /// completes later decides nothing, because its state is no longer valid.
  void forget() {
    isForgotten = true;
    waiting.values().forEach(queue -> queue.forEach(PendingCommand::outcomeUnknown));
    waiting.clear();
  }
}
