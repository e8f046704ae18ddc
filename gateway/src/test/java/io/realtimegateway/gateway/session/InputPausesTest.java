package io.realtimegateway.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.gateway.session.InputPauses.Pause;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InputPausesTest {
  private final List<String> calls = new ArrayList<>();
  private final InputPauses pauses = new InputPauses();

  @BeforeEach
  void listen() {
    pauses.listener(
        new InputPauses.Listener() {
          @Override
          public void readingStopped() {
            calls.add("stopped");
          }

          @Override
          public void readingAllowed() {
            calls.add("reading");
          }

          @Override
          public void commandsAllowed() {
            calls.add("commands");
          }
        });
  }

  @Test
  void commandsWaitUntilTheLastReasonIsGone() {
    pauses.add(Pause.RATE);
    pauses.add(Pause.LINK);
    pauses.remove(Pause.RATE);
    assertThat(pauses.holdCommands()).isTrue();
    assertThat(calls).isEmpty();
    pauses.remove(Pause.LINK);
    assertThat(pauses.holdCommands()).isFalse();
    assertThat(calls).containsExactly("commands");
  }

  @Test
  void readingStopsOnceAndResumesWhenTheLastReasonIsGone() {
    pauses.add(Pause.WAITING);
    pauses.add(Pause.FRAMES);
    assertThat(pauses.holdCommands()).isFalse();
    pauses.remove(Pause.WAITING);
    assertThat(calls).containsExactly("stopped");
    pauses.remove(Pause.FRAMES);
    assertThat(calls).containsExactly("stopped", "reading");
  }

  @Test
  void aClientThatDoesNotReadPausesBoth() {
    pauses.add(Pause.OUTBOUND);
    assertThat(pauses.holdCommands()).isTrue();
    assertThat(pauses.stopReading()).isTrue();
    pauses.remove(Pause.OUTBOUND);
    assertThat(calls).containsExactly("stopped", "reading", "commands");
  }

  @Test
  void removingAReasonThatIsNotSetChangesNothing() {
    for (Pause reason : Pause.values()) {
      pauses.remove(reason);
    }
    assertThat(calls).isEmpty();
  }

  @Test
  void clearingDoesNotCallTheListener() {
    pauses.add(Pause.OUTBOUND);
    pauses.clear();
    pauses.remove(Pause.OUTBOUND);
    assertThat(calls).containsExactly("stopped");
    assertThat(pauses.stopReading()).isFalse();
  }
}
