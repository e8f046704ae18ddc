package io.realtimegateway.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Field names that hash alike in a table which all frames of a loop would share.
final class CollidingNamesTest {
  private final CommandReader reader = new CommandReader();

  @Test
  void collidingNamesOfOneClientDoNotAffectAnother() {
    for (int round = 0; round < 20; round++) {
      assertThat(read(metadata(IntStream.range(0, 400).mapToObj(CollidingNamesTest::colliding))))
          .isNotNull();
      for (int message = 0; message < 40; message++) {
        int first = (round * 40 + message) * 4;
        ClientFrame frame =
            read(metadata(IntStream.range(first, first + 4).mapToObj(number -> "key" + number)));
        assertThat(frame).isInstanceOf(ClientFrame.Accepted.class);
      }
    }
  }

  private ClientFrame read(String text) {
    return reader.read(text.toCharArray(), text.length());
  }

  private static String metadata(java.util.stream.Stream<String> names) {
    return names
        .map(name -> "\"" + name + "\":1")
        .collect(
            Collectors.joining(
                ",",
                "{\"type\":\"send_message\",\"payload\":{\"conversationID\":7,\"content\":\"hi\",\"metadata\":{",
                "}}}"));
  }

  /// Nine pairs of characters, each one of two that hash alike with a factor of 33.
  private static String colliding(int number) {
    return IntStream.range(0, 9)
        .mapToObj(bit -> (number >> bit & 1) == 0 ? "ab" : "bA")
        .collect(Collectors.joining());
  }
}
