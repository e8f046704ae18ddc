package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class RepeatedLinesTest {
  private final LoggerContext context = new LoggerContext();
  private final RepeatedLines filter = new RepeatedLines();
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final Logger logger = context.getLogger("io.realtimegateway.test");

  @BeforeEach
  void start() {
    filter.setContext(context);
    filter.setMost(3);
    filter.start();
    context.addTurboFilter(filter);
    written.start();
    logger.addAppender(written);
  }

  @AfterEach
  void stop() {
    context.stop();
  }

  private List<String> lines() {
    return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void asManyAsAllowedPassAndNothingIsSaid() {
    for (int line = 0; line < 3; line++) {
      logger.warn("refused {}", line);
    }
    filter.endMinute();
    assertThat(lines()).containsExactly("refused 0", "refused 1", "refused 2");
  }

  @Test
  void theRestIsCountedAndSaidWhenTheMinuteEnds() {
    for (int line = 0; line < 5; line++) {
      logger.warn("refused {}", line);
    }
    filter.endMinute();
    logger.warn("refused {}", 5);
    assertThat(lines())
        .containsExactly(
            "refused 0",
            "refused 1",
            "refused 2",
            "2 more lines of the last minute left out: refused {}",
            "refused 5");
  }

  @Test
  void aKindIsALoggerAMessageAndTheClassOfAnException() {
    for (int line = 0; line < 4; line++) {
      logger.error("request {} failed", line, new IllegalStateException("a"));
      logger.error("request {} failed", line, new IllegalArgumentException("b"));
      context.getLogger("other").error("request {} failed", line, new IllegalStateException("a"));
    }
    assertThat(lines()).hasSize(6);
    filter.endMinute();
    assertThat(lines())
        .contains(
            "1 more lines of the last minute left out: request {} failed"
                + " (java.lang.IllegalStateException)",
            "1 more lines of the last minute left out: request {} failed"
                + " (java.lang.IllegalArgumentException)");
  }

  @Test
  void whatIsNotWrittenAnywayIsNotCounted() {
    logger.setLevel(Level.ERROR);
    for (int line = 0; line < 10; line++) {
      logger.warn("refused {}", line);
    }
    filter.endMinute();
    assertThat(lines()).isEmpty();
  }

  @Test
  void linesForInformationAllPass() {
    logger.setLevel(Level.INFO);
    for (int line = 0; line < 10; line++) {
      logger.info("started {}", line);
    }
    assertThat(lines()).hasSize(10);
  }

  @Test
  void zeroLetsAllPass() {
    filter.setMost(0);
    for (int line = 0; line < 10; line++) {
      logger.warn("refused {}", line);
    }
    assertThat(lines()).hasSize(10);
  }

  @Test
  void onlySoManyKindsAreRemembered() {
    for (int kind = 0; kind < 2_000; kind++) {
      logger.warn("kind " + kind);
    }
    assertThat(lines()).hasSize(1_003);
  }
}
