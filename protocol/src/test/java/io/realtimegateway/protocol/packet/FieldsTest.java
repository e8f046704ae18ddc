package io.realtimegateway.protocol.packet;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.realtimegateway.protocol.Limits;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"\uD800", "a\uD800b", "\uDC00\uD800", "\uD83D\uDC4B\uDC4B", "\uD83D\uD83D\uDC4B"})
  void aLoneSurrogateIsRefused(String text) {
    refused(() -> message(text, null), "content must not contain a lone surrogate");
    refused(() -> message("ok", "{" + text + "}"), "metadata must not contain a lone surrogate");
    refused(() -> send(text), "name must not contain a lone surrogate");
    refused(
        () -> new SessionPacket.EndSession(1, 1000, text),
        "reason must not contain a lone surrogate");
  }

  @Test
  void nulIsRefused() {
    refused(() -> message("a\0b", null), "content must not contain NUL");
    refused(() -> message("ok", "{\0}"), "metadata must not contain NUL");
    refused(() -> send("\0"), "name must not contain NUL");
  }

  @Test
  void contentCountsCodePoints() {
    accepted(() -> message("👋".repeat(Limits.MAX_CONTENT_CODE_POINTS), null));
    refused(
        () -> message("a".repeat(Limits.MAX_CONTENT_CODE_POINTS + 1), null),
        "content must be 1..4000");
    refused(() -> message("", null), "content must be 1..4000");
  }

  @Test
  void metadataCountsBytesOfUtf8() {
    accepted(() -> message("ok", "{}"));
    accepted(() -> message("ok", "{" + "ü".repeat(1023) + "}"));
    refused(() -> message("ok", "{" + "ü".repeat(1023) + "a}"), "metadata bytes must be 2..2048");
    accepted(() -> message("ok", "{" + "👋".repeat(511) + "ab}"));
    refused(() -> message("ok", "{" + "👋".repeat(511) + "abc}"), "metadata bytes must be 2..2048");
    accepted(() -> message("ok", "{" + "€".repeat(682) + "}"));
    refused(() -> message("ok", "{" + "€".repeat(682) + "a}"), "metadata bytes must be 2..2048");
  }

  @Test
  void listsHoldOnlyIdsAndHandles() {
    refused(
        () -> new Delivery.AudienceAdd(1, List.of(1L, 0L)),
        "sessions must be 1..9223372036854775807");
    refused(() -> new Delivery.Lagging(0, 1, List.of(-1L)), "users must be 1..9007199254740991");
    refused(() -> members(List.of()), "members must be 1..1000");
    refused(() -> members(List.of(Limits.MAX_ID + 1)), "members must be 1..9007199254740991");
  }

  @Test
  void anEpochIsAnyBits() {
    accepted(() -> new Position(0, Long.MIN_VALUE, 0));
    accepted(() -> new Answer.BarrierPassed(1, 0, -1, 0));
  }

  private static Event.Message message(String content, String metadata) {
    return new Event.Message(1, 1, 1, 1, 0, content, metadata, null);
  }

  private static Command.SendMessage send(String name) {
    return new Command.SendMessage(1, 1, 1, Authority.USER, name, true, "ok", null);
  }

  private static Command.AddMembers members(List<Long> members) {
    return new Command.AddMembers(1, 1, 1, Authority.USER, "a", members);
  }

  private static void accepted(ThrowingCallable making) {
    assertThatCode(making).doesNotThrowAnyException();
  }

  private static void refused(ThrowingCallable making, String message) {
    assertThatIllegalArgumentException().isThrownBy(making).withMessage(message);
  }
}
