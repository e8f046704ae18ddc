package io.realtimegateway.gateway.inbound;

import static io.realtimegateway.protocol.ErrorCode.BAD_ARGUMENT;
import static io.realtimegateway.protocol.ErrorCode.BAD_REQUEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.gateway.inbound.ClientCommand.DeleteMessage;
import io.realtimegateway.gateway.inbound.ClientCommand.Held;
import io.realtimegateway.gateway.inbound.ClientCommand.Read;
import io.realtimegateway.gateway.inbound.ClientCommand.Refresh;
import io.realtimegateway.gateway.inbound.ClientCommand.Resume;
import io.realtimegateway.gateway.inbound.ClientCommand.SendMessage;
import io.realtimegateway.gateway.inbound.ClientCommand.Typing;
import io.realtimegateway.gateway.inbound.ClientCommand.UpdateMessage;
import io.realtimegateway.protocol.ErrorCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandReaderTest {
  private static final String GRIN = "\uD83D\uDE00";

  private final CommandReader reader = new CommandReader();

  private ClientFrame read(String text) {
    return reader.read(text.toCharArray(), text.length());
  }

  private ClientCommand command(String text) {
    ClientFrame frame = read(text);
    assertThat(frame).isInstanceOf(ClientFrame.Accepted.class);
    return ((ClientFrame.Accepted) frame).command();
  }

  private static String frame(String type, String payload) {
    return "{\"type\":\"%s\",\"ref\":\"r1\",\"payload\":%s}".formatted(type, payload);
  }

  private static String send(String fields) {
    return frame("send_message", "{\"conversationID\":7," + fields + "}");
  }

  private void refused(String text, ErrorCode code, @Nullable String target) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            ClientFrame.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.target()).isEqualTo(target);
            });
  }

  @Test
  void aSendHasItsFields() {
    assertThat(
            command(
                send("\"content\":\"hi\",\"metadata\":{\"a\" : 1},\"clientMessageID\":\"m-1\"")))
        .isEqualTo(new SendMessage(7, "hi", "{\"a\":1}", "m-1"));
  }

  @Test
  void nullIsAbsentAndUnknownFieldsAreIgnored() {
    assertThat(
            command(
                "{\"more\":[{\"a\":{}}],\"ref\":null,\"payload\":{\"conversationID\":\"7\",\"x\":{},"
                    + "\"content\":\"hi\",\"metadata\":null,\"clientMessageID\":null},"
                    + "\"type\":\"send_message\"}"))
        .isEqualTo(new SendMessage(7, "hi", null, null));
  }

  @Test
  void everyOtherCommandHasItsFields() {
    assertThat(
            command(
                frame(
                    "update_message",
                    "{\"messageID\":\"9\",\"conversationID\":7,\"content\":\"x\",\"metadata\":{}}")))
        .isEqualTo(new UpdateMessage(7, 9, "x", "{}", null, null));
    assertThat(command(frame("delete_message", "{\"messageID\":9,\"conversationID\":7}")))
        .isEqualTo(new DeleteMessage(7, 9, null, null));
    assertThat(command(frame("typing", "{\"conversationID\":7,\"isTyping\":true}")))
        .isEqualTo(new Typing(7, true));
    assertThat(command(frame("read", "{\"conversationID\":7,\"seq\":0}")))
        .isEqualTo(new Read(7, 0));
    assertThat(command(frame("refresh", "{\"ticket\":\"t\"}"))).isEqualTo(new Refresh("t"));
    assertThat(
            command(
                frame(
                    "resume",
                    "{\"conversations\":[{\"conversationID\":7,\"seq\":3},"
                        + "{\"conversationID\":8,\"seq\":0,\"epoch\":\"00000000000000ff\"}]}")))
        .isEqualTo(new Resume(List.of(new Held(7, 3, 0), new Held(8, 0, 255))));
  }

  @Test
  void aRefusalHasTheRefOfItsCommand() {
    assertThat(read(frame("nonsense", "{}")).ref()).isEqualTo("r1");
    assertThat(read(send("\"content\":\"\"")).ref()).isEqualTo("r1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[]",
        "1",
        "null",
        "\"send_message\"",
        "{\"type\":\"read\",\"payload\":{}} x",
        "{\"type\":\"read\",\"payload\":{}}{}",
        "{'type':'read'}",
        "{\"type\":\"read\",\"payload\":{},}",
        "{\"type\":\"read\" /* no */,\"payload\":{}}",
        "\uFEFF{\"type\":\"read\",\"payload\":{}}",
        "{\"type\":\"read\",\"payload\":{\"seq\":NaN}}",
        "{\"type\":\"read\",\"payload\":{\"seq\":01}}",
        "{\"type\":\"read\",\"payload\":{\"seq\":+1}}",
        "{\"type\":\"a\tb\",\"payload\":{}}",
        "{}",
        "{\"payload\":{}}",
        "{\"type\":null,\"payload\":{}}",
        "{\"type\":7,\"payload\":{}}",
        "{\"type\":{},\"payload\":{}}",
        "{\"type\":\"unknown\",\"payload\":{}}",
        "{\"type\":\"Read\",\"payload\":{}}",
        "{\"type\":\"read\"}",
        "{\"type\":\"read\",\"payload\":null}",
        "{\"type\":\"read\",\"payload\":[]}",
        "{\"type\":\"read\",\"payload\":\"x\"}",
        "{\"type\":\"read\",\"type\":\"read\",\"payload\":{}}",
        "{\"type\":\"read\",\"payload\":{\"seq\":1,\"seq\":1}}",
        "{\"type\":\"read\",\"payload\":{\"seq\":1},\"x\":{\"a\":1,\"a\":2}}",
      })
  void aTextThatIsNotACommandIsABadRequest(String text) {
    refused(text, BAD_REQUEST, null);
  }

  @Test
  void aDuplicateKeyInMetadataIsABadRequest() {
    refused(send("\"content\":\"x\",\"metadata\":{\"a\":1,\"a\":1}"), BAD_REQUEST, null);
  }

  @Test
  void deepNestingIsRefusedWithoutAnException() {
    String deep = "[".repeat(30_000) + "]".repeat(30_000);
    refused("{\"type\":\"read\",\"payload\":{},\"x\":" + deep + "}", BAD_REQUEST, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.0",
        "1e3",
        "9007199254740992",
        "true",
        "{}",
        "[]",
        "\"\"",
        "\"0\"",
        "\"01\"",
        "\"+1\"",
        "\"-1\"",
        "\" 1\"",
        "\"1.0\"",
        "\"1e3\"",
        "\"9007199254740992\"",
        "\"x\"",
        "\"99999999999999999999\"",
        "99999999999999999999",
        "\"\u0661\"",
        "null"
      })
  void aWrongIdIsABadArgument(String id) {
    refused(
        frame("delete_message", "{\"conversationID\":" + id + ",\"messageID\":1}"),
        BAD_ARGUMENT,
        "conversationID");
    refused(
        frame("delete_message", "{\"conversationID\":1,\"messageID\":" + id + "}"),
        BAD_ARGUMENT,
        "messageID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"1\"", "9007199254740991", "\"9007199254740991\""})
  void anIdMayBeANumberOrAString(String id) {
    assertThat(command(frame("read", "{\"conversationID\":" + id + ",\"seq\":1}")))
        .isInstanceOf(Read.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "-1", "1.5", "1e1", "true", "9007199254740992", "null", "{}"})
  void aSeqIsANumber(String seq) {
    refused(frame("read", "{\"conversationID\":1,\"seq\":" + seq + "}"), BAD_ARGUMENT, "seq");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\"",
        "null",
        "7",
        "true",
        "{}",
        "[\"x\"]",
        "\"a\\u0000b\"",
        "\"\\ud800\"",
        "\"\\udc00x\"",
        "\"x\\ud83d\""
      })
  void aWrongContentIsABadArgument(String content) {
    refused(send("\"content\":" + content), BAD_ARGUMENT, "content");
  }

  @Test
  void aContentHas4000CodePointsAtMost() {
    assertThat(command(send("\"content\":\"" + GRIN.repeat(4000) + "\"")))
        .isInstanceOf(SendMessage.class);
    refused(send("\"content\":\"" + GRIN.repeat(4001) + "\""), BAD_ARGUMENT, "content");
    refused(send("\"content\":\"" + "x".repeat(4001) + "\""), BAD_ARGUMENT, "content");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "7", "{}", "\"a\\u0000\"", "\"\\ud800\""})
  void aWrongNameIsABadArgument(String name) {
    refused(send("\"content\":\"x\",\"clientMessageID\":" + name), BAD_ARGUMENT, "clientMessageID");
  }

  @Test
  void aNameHas64CodePointsAtMost() {
    assertThat(command(send("\"content\":\"x\",\"clientMessageID\":\"" + GRIN.repeat(64) + "\"")))
        .isInstanceOf(SendMessage.class);
    refused(
        send("\"content\":\"x\",\"clientMessageID\":\"" + "n".repeat(65) + "\""),
        BAD_ARGUMENT,
        "clientMessageID");
  }

  @Test
  void editsAndDeletesHaveANameAndACondition() {
    assertThat(
            command(
                frame(
                    "update_message",
                    changing("\"content\":\"x\",\"commandID\":\"c\",\"ifChangeSeq\":12"))))
        .isEqualTo(new UpdateMessage(7, 9, "x", null, "c", 12L));
    assertThat(command(frame("delete_message", changing("\"commandID\":\"c\",\"ifChangeSeq\":0"))))
        .isEqualTo(new DeleteMessage(7, 9, "c", 0L));
    assertThat(
            command(frame("delete_message", changing("\"commandID\":null,\"ifChangeSeq\":null"))))
        .isEqualTo(new DeleteMessage(7, 9, null, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "7", "{}", "\"a\\u0000\"", "\"\\ud800\""})
  void aNameOfAnEditThatIsNoneIsABadArgument(String name) {
    refused(
        frame("update_message", changing("\"content\":\"x\",\"commandID\":" + name)),
        BAD_ARGUMENT,
        "commandID");
    refused(frame("delete_message", changing("\"commandID\":" + name)), BAD_ARGUMENT, "commandID");
  }

  @Test
  void aNameOfADeleteHas64CodePointsAtMost() {
    for (String good : List.of("n".repeat(63), "n".repeat(64), GRIN.repeat(64))) {
      assertThat(command(frame("delete_message", changing("\"commandID\":\"" + good + "\""))))
          .isEqualTo(new DeleteMessage(7, 9, good, null));
    }
    refused(
        frame("delete_message", changing("\"commandID\":\"" + "n".repeat(65) + "\"")),
        BAD_ARGUMENT,
        "commandID");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"1\"", "-1", "1.5", "1e1", "true", "9007199254740992", "{}"})
  void aConditionIsASeq(String seq) {
    refused(
        frame("delete_message", changing("\"ifChangeSeq\":" + seq)), BAD_ARGUMENT, "ifChangeSeq");
    refused(
        frame("update_message", changing("\"content\":\"x\",\"ifChangeSeq\":" + seq)),
        BAD_ARGUMENT,
        "ifChangeSeq");
  }

  private static String changing(String fields) {
    return "{\"messageID\":9,\"conversationID\":7," + fields + "}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"\"", "7", "{}", "[]", "true", "\"a\\u0000\"", "\"\\ud800\""})
  void aWrongRefIsABadArgumentWithoutRef(String ref) {
    String text = "{\"type\":\"read\",\"ref\":" + ref + ",\"payload\":{\"conversationID\":1}}";
    refused(text, BAD_ARGUMENT, "ref");
    assertThat(read(text).ref()).isNull();
  }

  @Test
  void aRefHas64CodePointsAtMost() {
    String good = "{\"type\":\"x\",\"ref\":\"" + GRIN.repeat(64) + "\"}";
    assertThat(read(good).ref()).isEqualTo(GRIN.repeat(64));
    refused("{\"type\":\"x\",\"ref\":\"" + "r".repeat(65) + "\"}", BAD_ARGUMENT, "ref");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "\"{}\"",
        "[]",
        "true",
        "{\"a\":\"\\u0000\"}",
        "{\"\\ud800\":1}",
        "{\"a\":[\"\\udfff\"]}"
      })
  void aWrongMetadataIsABadArgument(String metadata) {
    refused(send("\"content\":\"x\",\"metadata\":" + metadata), BAD_ARGUMENT, "metadata");
  }

  @Test
  void metadataIsKeptAsWrittenWithoutBlanksBetweenTokens() {
    String written =
        "{ \"a b\" : [ 1.0e+2 , -0 , \"\\u00e9 \\\" \\\\\" ] ,\n\t\"\u00e9\": { \"x\" : null } , \"t\":true }";
    assertThat(command(send("\"content\":\"x\",\"metadata\":" + written)))
        .isEqualTo(
            new SendMessage(
                7,
                "x",
                "{\"a b\":[1.0e+2,-0,\"\\u00e9 \\\" \\\\\"],\"\u00e9\":{\"x\":null},\"t\":true}",
                null));
  }

  @Test
  void metadataHas2KiBWithoutBlanksAtMost() {
    String most = "{ \"k\" : \"" + "\u00e9".repeat(1020) + "\" }";
    assertThat(command(send("\"content\":\"x\",\"metadata\":" + most)))
        .isInstanceOf(SendMessage.class);
    String over = "{\"k\":\"" + "\u00e9".repeat(1020) + "x\"}";
    refused(send("\"content\":\"x\",\"metadata\":" + over), BAD_ARGUMENT, "metadata");
  }

  @Test
  void metadataIs32DeepAtMost() {
    String deepest = "{\"a\":".repeat(31) + "[]" + "}".repeat(31);
    assertThat(command(send("\"content\":\"x\",\"metadata\":" + deepest)))
        .isInstanceOf(SendMessage.class);
    String deeper = "{\"a\":".repeat(32) + "[]" + "}".repeat(32);
    refused(send("\"content\":\"x\",\"metadata\":" + deeper), BAD_ARGUMENT, "metadata");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "\"true\"", "null", "{}"})
  void isTypingIsTrueOrFalse(String value) {
    refused(
        frame("typing", "{\"conversationID\":1,\"isTyping\":" + value + "}"),
        BAD_ARGUMENT,
        "isTyping");
  }

  @Test
  void aTicketIsAString() {
    refused(frame("refresh", "{}"), BAD_ARGUMENT, "ticket");
    refused(frame("refresh", "{\"ticket\":7}"), BAD_ARGUMENT, "ticket");
  }

  @Test
  void thePayloadOfAPingIsAbsentOrAnObject() {
    for (String payload : List.of("null", "{}", "{\"any\":[1]}")) {
      assertThat(command(frame("ping", payload))).isEqualTo(new ClientCommand.Ping());
    }
    assertThat(command("{\"type\":\"ping\"}")).isEqualTo(new ClientCommand.Ping());
    for (String payload : List.of("7", "\"\"", "[]", "[{}]", "true")) {
      refused(frame("ping", payload), BAD_REQUEST, null);
    }
  }

  @Test
  void aResumeNamesOneTo100ConversationsEachOnce() {
    refused(frame("resume", "{}"), BAD_ARGUMENT, "conversations");
    refused(frame("resume", "{\"conversations\":{}}"), BAD_ARGUMENT, "conversations");
    refused(frame("resume", "{\"conversations\":[]}"), BAD_ARGUMENT, "conversations");
    refused(frame("resume", "{\"conversations\":[7]}"), BAD_ARGUMENT, "conversations[0]");
    assertThat(command(frame("resume", resume(100)))).isInstanceOf(Resume.class);
    refused(frame("resume", resume(101)), BAD_ARGUMENT, "conversations");
    refused(frame("resume", resume(5000)), BAD_ARGUMENT, "conversations");
    refused(
        frame(
            "resume",
            "{\"conversations\":[{\"conversationID\":7,\"seq\":1},{\"conversationID\":\"7\",\"seq\":1}]}"),
        BAD_ARGUMENT,
        "conversations[1].conversationID");
  }

  private static String resume(int count) {
    StringBuilder entries = new StringBuilder();
    for (int at = 1; at <= count; at++) {
      entries.append(at == 1 ? "" : ",");
      entries.append("{\"conversationID\":").append(at).append(",\"seq\":0}");
    }
    return "{\"conversations\":[" + entries + "]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0000000000000000", "8000000000000000", "7fffffffffffffff", "ffffffffffffffff"})
  void anEpochHas16HexDigits(String epoch) {
    var resume =
        (Resume)
            command(
                frame(
                    "resume",
                    "{\"conversations\":[{\"conversationID\":7,\"seq\":1,\"epoch\":\"%s\"}]}"
                        .formatted(epoch)));

    assertThat(resume.conversations()).singleElement().extracting(Held::epoch).isNotEqualTo(0L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "\"\"",
        "\"ff\"",
        "\"00000000000000FF\"",
        "{}",
        "\"00000000000000fg\"",
        "\"000000000000000ff\""
      })
  void aTextThatIsNotAnEpochIsABadArgument(String epoch) {
    refused(
        frame(
            "resume",
            "{\"conversations\":[{\"conversationID\":7,\"seq\":1,\"epoch\":" + epoch + "}]}"),
        BAD_ARGUMENT,
        "conversations[0].epoch");
  }

  @Test
  void aNumberAndANameMayBeAsLongAsTheFrame() {
    String digits = "9".repeat(60_000);
    refused(
        frame("read", "{\"conversationID\":" + digits + ",\"seq\":1}"),
        BAD_ARGUMENT,
        "conversationID");
    assertThat(command(frame("read", "{\"x\":" + digits + ",\"conversationID\":7,\"seq\":1}")))
        .isEqualTo(new Read(7, 1));
    String name = "k".repeat(60_000);
    assertThat(command(frame("read", "{\"" + name + "\":1,\"conversationID\":7,\"seq\":1}")))
        .isEqualTo(new Read(7, 1));
  }
}
