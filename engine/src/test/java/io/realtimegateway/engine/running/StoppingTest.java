package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Packet;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands that meet an orderly stop are carried out, or refused so that a client repeats them.
@Timeout(120)
final class StoppingTest {
  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  @Test
  void whatIsUnderWayIsCarriedOutAndWhatComesLaterIsUnavailable() {
    long first = world.ack(world.send(world.ann, "one", "one")).messageID();
    long second = world.ack(world.send(world.ann, "two", "two")).messageID();
    world.letMemoryGo();
    world.ack(world.send(world.ben, "loads the room", "text"));
    Gate gate = new Gate();
    world.engine.afterReads.put("message", gate);
    CompletableFuture<Packet> looking =
        world.gateway.ask(world.edit(world.ann, first, "edit 1", "uno"));
    gate.awaitReached();
    CompletableFuture<Packet> behind =
        world.gateway.ask(world.edit(world.ann, second, "edit 2", "due"));
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(world.engine.engine::stop);
    Packet late;
    do {
      long unloaded = world.engine.conversation(List.of(world.ann, world.ben));
      late = world.gateway.answer(SmallWorld.send(world.ann, unloaded, "late", "text"));
    } while (late instanceof Answer.Ack);
    gate.open();
    TestGateway.await(stopped);
    assertThat(code(late)).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(TestGateway.await(looking)).isInstanceOf(Answer.Ack.class);
    assertThat(code(TestGateway.await(behind))).isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
    assertThat(world.engine.meters.counter("engine.exceptions").count()).isZero();
    world.restart();
    world.ack(world.edit(world.ann, second, "edit 2", "due"));
    world.assertSeqsAreDense();
  }

  private static ErrorCode code(Packet answer) {
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    return ((Answer.Failure) answer).code();
  }
}
