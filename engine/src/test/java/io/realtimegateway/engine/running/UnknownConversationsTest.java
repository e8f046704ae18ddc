package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.Role;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Commands for conversations that do not exist, or not yet.
@Timeout(120)
final class UnknownConversationsTest {
  private static final long NOWHERE = 1L << 40;

  private final AtomicInteger lookups = new AtomicInteger();
  private SmallWorld world;

  @BeforeEach
  void start(@TempDir Path folder) {
    world = new SmallWorld(folder);
    world.engine.afterReads.put("conversation", lookups::incrementAndGet);
  }

  @AfterEach
  void stop() {
    world.close();
  }

  private static LongFunction<Request> resume(long user, long conversation) {
    return request -> new Command.Resume(request, user, conversation, Authority.USER, 0, 0, 10);
  }

  @Test
  void aSecondOfCommandsForOneCostsOneLookup() {
    for (int i = 0; i < 50; i++) {
      assertThat(code(world.gateway.answer(SmallWorld.send(world.ann, NOWHERE, "a" + i, "a"))))
          .isEqualTo(ErrorCode.NOT_FOUND);
      assertThat(world.gateway.answer(resume(world.ann, NOWHERE))).isInstanceOf(Answer.Reset.class);
    }
    assertThat(lookups).hasValue(1);
    world.engine.pass(Duration.ofSeconds(1));
    assertThat(code(world.gateway.answer(SmallWorld.send(world.ann, NOWHERE, "b", "b"))))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(lookups).hasValue(2);
  }

  @Test
  void oneThatIsAnnouncedAMomentLaterIsThereAtOnce() {
    long next = world.engine.conversation(List.of(world.ann, world.ben)) + 1;
    assertThat(code(world.gateway.answer(SmallWorld.send(world.ann, next, "early", "text"))))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(world.engine.conversation(List.of(world.ann, world.ben))).isEqualTo(next);
    try (ManualGateway api = world.engine.manual(Role.API, 900)) {
      api.register(world.engine.loopNumberOf(Shards.ofConversation(next)));
      assertThat(api.answer(request -> new Command.Announce(request, world.ann, next)))
          .isInstanceOf(Answer.Ack.class);
    }
    assertThat(world.gateway.answer(SmallWorld.send(world.ann, next, "now", "text")))
        .isInstanceOf(Answer.Ack.class);
  }

  @Test
  void oneWhoseAnnouncementIsLostIsThereAfterASecond() {
    long next = world.engine.conversation(List.of(world.ann, world.ben)) + 1;
    assertThat(code(world.gateway.answer(SmallWorld.send(world.ann, next, "early", "text"))))
        .isEqualTo(ErrorCode.NOT_FOUND);
    assertThat(world.engine.conversation(List.of(world.ann, world.ben))).isEqualTo(next);
    world.engine.pass(Duration.ofSeconds(1));
    assertThat(world.gateway.answer(SmallWorld.send(world.ann, next, "now", "text")))
        .isInstanceOf(Answer.Ack.class);
  }

  private static ErrorCode code(Packet answer) {
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    return ((Answer.Failure) answer).code();
  }
}
