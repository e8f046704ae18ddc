package io.realtimegateway.engine.presence;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.realtimegateway.engine.settings.PresenceSettings;
import io.realtimegateway.protocol.packet.ShardPacket;
import io.realtimegateway.store.conversations.Peers;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class PresenceDirectoryTest {
  private final ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
  private final LinkedBlockingQueue<ShardPacket> posted = new LinkedBlockingQueue<>();
  private final AtomicBoolean failsNext = new AtomicBoolean();
  private final AtomicBoolean isInterrupted = new AtomicBoolean();
  private final PresenceDirectory directory =
      new PresenceDirectory(
          PresenceSettings.defaults(),
          (_, _) -> {
            if (isInterrupted.getAndSet(false)) {
              Thread.currentThread().interrupt();
            }
            if (failsNext.getAndSet(false)) {
              throw new StackOverflowError("the test wants this");
            }
            return List.of(new Peers(1, 2), new Peers(3, 2));
          },
          posted::add,
          virtual,
          new SimpleMeterRegistry());

  @AfterEach
  void stop() {
    directory.close();
    virtual.close();
  }

  private void assertTold(long user) throws InterruptedException {
    assertThat(posted.poll(20, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            ShardPacket.PresenceChanged.class,
            changed -> assertThat(changed.userID()).isEqualTo(user));
  }

  @Test
  void anErrorInAQuestionToPostgreSqlIsTriedAgain() throws Exception {
    failsNext.set(true);
    directory.changed(1, true);
    assertTold(1);
    directory.changed(3, true);
    assertTold(3);
  }

  @Test
  void anInterruptEndsNoMoreThanOneRun() throws Exception {
    isInterrupted.set(true);
    directory.changed(1, true);
    assertTold(1);
    for (ShardPacket told = null; told == null; told = posted.poll(50, TimeUnit.MILLISECONDS)) {
      directory.changed(3, true);
    }
  }
}
