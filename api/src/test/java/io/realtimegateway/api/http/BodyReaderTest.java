package io.realtimegateway.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.protocol.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class BodyReaderTest {
  /// Names that hash alike in a table which all requests would share.
  @Test
  void collidingNamesOfOneRequestDoNotHurtTheNext() {
    for (int round = 0; round < 20; round++) {
      assertThat(read(object(IntStream.range(0, 400).mapToObj(BodyReaderTest::colliding))).fields())
          .hasSize(400);
      for (int request = 0; request < 40; request++) {
        int first = (round * 40 + request) * 4;
        String body = object(IntStream.range(first, first + 4).mapToObj(number -> "key" + number));
        assertThat(read(body).fields()).hasSize(4);
      }
    }
  }

  @Test
  void aByteOrderMarkIsRefusedByItsName() {
    assertThatExceptionOfType(Refusal.class)
        .isThrownBy(() -> read("\uFEFF{\"a\":1}"))
        .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST))
        .withMessage(
            "The body begins with a byte order mark (U+FEFF). Send JSON as UTF-8 without it.");
  }

  private static RequestBody read(String text) {
    return BodyReader.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String object(Stream<String> names) {
    return names.map(name -> "\"" + name + "\":1").collect(Collectors.joining(",", "{", "}"));
  }

  /// Nine pairs of characters, each one of two that hash alike with a factor of 33.
  private static String colliding(int number) {
    return IntStream.range(0, 9)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "ab" : "bA")
        .collect(Collectors.joining());
  }
}
