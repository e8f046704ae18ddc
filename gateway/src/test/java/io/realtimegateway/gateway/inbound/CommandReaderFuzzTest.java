package io.realtimegateway.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/// Any bytes are a command, a refusal or no UTF-8; and a command that is accepted fits the packet
/// that it becomes. Explores for five seconds in the normal build; `JAZZER_MAX_DURATION=1h make
/// fuzz` for as long as one likes.
final class CommandReaderFuzzTest {
  private static final Utf8Chars CHARS = new Utf8Chars(64 * 1024);
  private static final CommandReader READER = new CommandReader();

  static Stream<byte[]> seeds() {
    return Stream.of(
            "{\"type\":\"send_message\",\"ref\":\"a\",\"payload\":{\"conversationID\":7,"
                + "\"content\":\"h\\u00e9\",\"metadata\":{\"a\":[1, {}]},\"clientMessageID\":\"m\"}}",
            "{\"type\":\"update_message\",\"payload\":{\"messageID\":\"9\",\"conversationID\":7,"
                + "\"content\":\"x\",\"metadata\":{}}}",
            "{\"type\":\"delete_message\",\"payload\":{\"messageID\":9,\"conversationID\":7}}",
            "{\"type\":\"typing\",\"payload\":{\"conversationID\":7,\"isTyping\":true}}",
            "{\"type\":\"read\",\"payload\":{\"conversationID\":7,\"seq\":3}}",
            "{\"type\":\"resume\",\"payload\":{\"conversations\":[{\"conversationID\":7,\"seq\":3,"
                + "\"epoch\":\"00000000000000ff\"}]}}",
            "{\"type\":\"refresh\",\"payload\":{\"ticket\":\"t\"}}")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "5s")
  void anyBytesAreReadAndACommandFitsItsPacket(byte[] input) {
    byte[] bytes = input.length > 64 * 1024 ? new byte[0] : input;
    int length = CHARS.decode(Unpooled.wrappedBuffer(bytes));
    String strict = new String(bytes, StandardCharsets.UTF_8);
    if (length < 0) {
      assertThat(strict).contains("\uFFFD");
      return;
    }
    assertThat(new String(CHARS.array(), 0, length)).isEqualTo(strict);
    switch (READER.read(CHARS.array(), length)) {
      case ClientFrame.Accepted(String ref, ClientCommand command) -> {
        assertThat(ref == null || Characters.isPlain(ref)).isTrue();
        fits(command);
      }
      case ClientFrame.Refused refused -> assertThat(refused.message()).isNotEmpty();
    }
  }

  private static void fits(ClientCommand command) {
    switch (command) {
      case ClientCommand.SendMessage(
              long conversationID,
              String content,
              String metadata,
              String name) ->
          new Command.SendMessage(
              1,
              1,
              conversationID,
              Authority.USER,
              name == null ? "n" : name,
              true,
              content,
              metadata);
      case ClientCommand.UpdateMessage(
              long conversationID,
              long messageID,
              String content,
              String metadata,
              String name,
              Long ifChangeSeq) ->
          new Command.UpdateMessage(
              1,
              1,
              conversationID,
              messageID,
              Authority.USER,
              name == null ? "n" : name,
              name != null,
              content,
              metadata,
              Command.condition(ifChangeSeq));
      case ClientCommand.DeleteMessage(
              long conversationID,
              long messageID,
              String name,
              Long ifChangeSeq) ->
          new Command.DeleteMessage(
              1,
              1,
              conversationID,
              messageID,
              Authority.USER,
              name == null ? "n" : name,
              name != null,
              Command.condition(ifChangeSeq));
      case ClientCommand.Typing(long conversationID, boolean isTyping) ->
          new Command.Typing(1, 1, 1, conversationID, isTyping);
      case ClientCommand.Read(long conversationID, long seq) ->
          new Command.MarkRead(1, 1, 1, conversationID, seq);
      case ClientCommand.Resume(var held) ->
          held.forEach(
              one ->
                  new Command.Resume(
                      1, 1, one.conversationID(), Authority.USER, one.seq(), one.epoch(), 200));
      case ClientCommand.Refresh(String ticket) -> assertThat(ticket).isNotNull();
      case ClientCommand.Ping ping -> assertThat(ping).isEqualTo(new ClientCommand.Ping());
    }
  }
}
