package io.realtimegateway.api.engine;

import io.netty.channel.EventLoop;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks the engine over the links of one event loop. Every method blocks and is called on a virtual
/// thread, never on a loop.
///
/// Every method throws [Refusal]: with the engine's own code where it answers `Failure`, with
/// `ServiceUnavailable` where there is no engine or no answer in time.
public final class EngineClient {
  /// For an answer to a command, including the time without a link; then 503.
  private static final Duration COMMAND_WAIT = Duration.ofSeconds(5);

  /// For a read to catch up with what was accepted before it; then 503.
  private static final Duration BARRIER_WAIT = Duration.ofSeconds(2);

  private static final Logger LOG = LoggerFactory.getLogger(EngineClient.class);
  private static final Duration HINT_WAIT = Duration.ofMillis(500);
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final EngineLinks links;

  /// @param loop the loop that the links live on
  public EngineClient(EventLoop loop, EngineLinks links) {
    this.loop = loop;
    this.links = links;
  }

  /// Sends a command that is answered by `Ack`.
  public Answer.Ack command(LongFunction<? extends Request> command) {
    Packet answer = await(ask(command, COMMAND_WAIT), COMMAND_WAIT);
    if (answer instanceof Answer.Ack ack) {
      return ack;
    }
    throw unexpected(answer);
  }

  /// Sends the engine what it would otherwise find out a little later; a refusal or a missing
  /// answer does not matter.
  public void hint(LongFunction<? extends Request> command) {
    try {
      await(ask(command, HINT_WAIT), HINT_WAIT);
    } catch (Refusal ignored) {
      LOG.debug("the engine took no hint: {}", ignored.message());
    }
  }

  /// Asks for a page of changes: `Changes` or `Reset`.
  public Answer changes(LongFunction<Command.Resume> question) {
    Packet answer = await(ask(question, COMMAND_WAIT), COMMAND_WAIT);
    return switch (answer) {
      case Answer.Changes changes -> changes;
      case Answer.Reset reset -> reset;
      default -> throw unexpected(answer);
    };
  }

  /// Waits until everything that was accepted in the conversation before is in the database.
  public Answer.BarrierPassed barrier(long userID, long conversationID) {
    int shard = Shards.ofConversation(conversationID);
    return passed(await(barrier(userID, conversationID, shard), BARRIER_WAIT));
  }

  /// Waits until everything that was accepted in any conversation before is in the database.
  public void barrierOnAll(long userID) {
    List<CompletableFuture<Packet>> answers =
        IntStream.range(0, Shards.LOGS)
            .mapToObj(log -> barrier(userID, 0, Shards.firstOf(log)))
            .toList();
    for (CompletableFuture<Packet> answer : answers) {
      passed(await(answer, BARRIER_WAIT));
    }
  }

  /// Those of the users who are online.
  public Set<Long> online(long userID, Collection<Long> users) {
    Map<Integer, List<Long>> byLog =
        users.stream().collect(Collectors.groupingBy(user -> Shards.logOf(Shards.ofUser(user))));
    List<CompletableFuture<Packet>> answers = new ArrayList<>();
    byLog.forEach(
        (log, some) ->
            answers.add(
                ask(
                    request ->
                        new Command.QueryPresence(request, userID, Shards.firstOf(log), some),
                    COMMAND_WAIT)));
    Set<Long> online = new HashSet<>();
    for (CompletableFuture<Packet> answer : answers) {
      Packet packet = await(answer, COMMAND_WAIT);
      if (!(packet instanceof Answer.PresenceState state)) {
        throw unexpected(packet);
      }
      online.addAll(state.online());
    }
    return online;
  }

  /// Term of the log that holds the user's used tickets.
  public long term(long userID) {
    CompletableFuture<OptionalLong> answer = new CompletableFuture<>();
    loop.execute(() -> answer.complete(links.term(Shards.ofUser(userID))));
    return await(answer, Duration.ZERO).orElseThrow(EngineClient::noEngine);
  }

  /// Whether the links to all logs are open and registered.
  public boolean isReady() {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    loop.execute(
        () ->
            answer.complete(
                IntStream.range(0, Shards.LOGS)
                    .allMatch(log -> links.isReady(Shards.firstOf(log)))));
    return await(answer, Duration.ZERO);
  }

  private CompletableFuture<Packet> barrier(long userID, long conversationID, int shard) {
    long wait = BARRIER_WAIT.toMillis();
    return ask(
        request -> new Command.Barrier(request, userID, conversationID, shard, wait), BARRIER_WAIT);
  }

  private CompletableFuture<Packet> ask(LongFunction<? extends Request> question, Duration wait) {
    CompletableFuture<Packet> answer = new CompletableFuture<>();
    loop.execute(
        () -> {
          try {
            links.request(question.apply(links.nextRequest()), wait, answer::complete);
          } catch (RuntimeException cause) {
            answer.completeExceptionally(cause);
          }
        });
    return answer;
  }

  /// The links answer by themselves within the wait; the grace only bounds a fault in them.
  private static <T> T await(CompletableFuture<T> answer, Duration wait) {
    try {
      return answer.get(wait.plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw noAnswer().because(late);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw noAnswer().because(interrupted);
    } catch (ExecutionException failed) {
      throw new IllegalStateException(
          "a request to the engine could not be made", failed.getCause());
    }
  }

  private static Answer.BarrierPassed passed(Packet answer) {
    if (answer instanceof Answer.BarrierPassed passed) {
      return passed;
    }
    throw unexpected(answer);
  }

  private static RuntimeException unexpected(Packet answer) {
    return switch (answer) {
      case Answer.Failure error -> refusal(error);
      case LinkPacket.NotOwner _ -> noEngine();
      default -> new IllegalStateException("the engine answered with " + answer.getClass());
    };
  }

  private static Refusal refusal(Answer.Failure error) {
    if (error.code() == ErrorCode.SERVICE_UNAVAILABLE) {
      return Refusal.unavailable(error.message());
    }
    String target = error.target();
    if (error.code() == ErrorCode.BAD_ARGUMENT && target != null) {
      return Refusal.badArgument(target, error.message());
    }
    return Refusal.of(error.code(), error.message(), target);
  }

  private static Refusal noEngine() {
    return Refusal.unavailable("The engine is away.");
  }

  private static Refusal noAnswer() {
    return Refusal.unavailable("The engine did not answer in time.");
  }
}
