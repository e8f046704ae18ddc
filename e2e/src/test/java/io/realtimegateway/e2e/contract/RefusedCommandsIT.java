package io.realtimegateway.e2e.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A bad command is answered with `error`, and the socket stays open.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusedCommandsIT {
  private static final String NUL = "\\u0000";
  private static final String LONE_SURROGATE = "\\ud800";

  private ServerProcess server;
  private ChatUser ada;
  private ChatUser ben;
  private long group;
  private long others;
  private ChatSocket socket;

  @BeforeAll
  void start(@TempDir Path folder) {
    server = new ServerProcess(folder).with("--set", "limits.commands=off").start();
    ada = ChatUser.signIn(server.url(), "ada");
    ben = ChatUser.signIn(server.url(), "ben");
    ChatUser cay = ChatUser.signIn(server.url(), "cay");
    group = ada.createGroup("tea", ben);
    others = ben.createGroup("coffee", cay);
    socket = ada.connect();
    socket.await("hello");
  }

  @AfterAll
  void stop() {
    socket.close();
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nope",
        "",
        "[]",
        "{\"payload\":{}}",
        "{\"type\":\"shout\",\"payload\":{}}",
        "{\"type\":5,\"payload\":{}}",
        "{\"type\":\"send_message\"}",
        "{\"type\":\"send_message\",\"payload\":3}",
        "{\"type\":\"typing\",\"type\":\"typing\",\"payload\":{}}",
        "{\"type\":\"typing\",\"payload\":{\"isTyping\":true,\"isTyping\":true}}",
        "{\"type\":\"typing\",\"payload\":{}} x",
        "{\"type\":\"typing\",\"payload\":{\"conversationID\":01}}",
      })
  void whatIsNoCommandIsABadRequest(String text) {
    long before = errors();
    socket.send(text);
    socket.call("read", new JsonObject()); // Behind the answer to what was sent.
    assertThat(socket.heard("error").skip(before).findFirst().orElseThrow().getString("code"))
        .isEqualTo("BadRequest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "1.0",
        "1e3",
        "9007199254740992",
        "\"01\"",
        "\"+1\"",
        "\" 1\"",
        "\"1e2\"",
        "\"x\"",
        "\"\"",
        "true",
        "[]",
        "{}"
      })
  void whatIsNoIdIsABadArgument(String id) {
    refuses("send_message", "{\"conversationID\":" + id + ",\"content\":\"x\"}", "conversationID");
  }

  @Test
  void contentHasOneToFourThousandCodePoints() {
    refuses("send_message", send("", ""), "content");
    accepts("send_message", send("a", ""));
    accepts("send_message", send("😀".repeat(4000), ""));
    refuses("send_message", send("😀".repeat(4001), ""), "content");
    refuses("send_message", send("a" + NUL, ""), "content");
    refuses("send_message", send("a" + LONE_SURROGATE + "b", ""), "content");
    refuses("send_message", "{\"conversationID\":" + group + ",\"content\":5}", "content");
    refuses("send_message", "{\"conversationID\":" + group + "}", "content");
    refuses("send_message", "{\"conversationID\":" + group + ",\"content\":null}", "content");
  }

  @Test
  void aNameHasOneToSixtyFourCodePoints() {
    refuses("send_message", send("x", ",\"clientMessageID\":\"\""), "clientMessageID");
    accepts("send_message", send("x", ",\"clientMessageID\":\"" + "😀".repeat(64) + "\""));
    String tooLong = ",\"clientMessageID\":\"" + "a".repeat(65) + "\"";
    refuses("send_message", send("x", tooLong), "clientMessageID");
    refuses("send_message", send("x", ",\"clientMessageID\":\"" + NUL + "\""), "clientMessageID");
    String lone = ",\"clientMessageID\":\"" + LONE_SURROGATE + "\"";
    refuses("send_message", send("x", lone), "clientMessageID");
    accepts("send_message", send("x", ",\"clientMessageID\":null,\"unknown\":1"));
  }

  @Test
  void metadataIsAnObjectOfTwoKibibytesAndThirtyTwoLevels() {
    accepts("send_message", send("x", metadata("{ \"a\" : \"" + "b".repeat(2040) + "\" }")));
    refuses(
        "send_message", send("x", metadata("{\"a\":\"" + "b".repeat(2041) + "\"}")), "metadata");
    accepts("send_message", send("x", metadata("{\"a\":".repeat(31) + "{}" + "}".repeat(31))));
    String deep = "{\"a\":".repeat(32) + "{}" + "}".repeat(32);
    refuses("send_message", send("x", metadata(deep)), "metadata");
    refuses("send_message", send("x", metadata("[]")), "metadata");
    refuses("send_message", send("x", metadata("{\"a\":\"" + NUL + "\"}")), "metadata");
    refuses("send_message", send("x", metadata("{\"" + LONE_SURROGATE + "\":1}")), "metadata");
  }

  @Test
  void whereOneIsNoMemberNothingIsFound() {
    String unknown = "{\"conversationID\":987654,\"content\":\"x\"}";
    assertThat(code("send_message", unknown)).isEqualTo("NotFoundRequest");
    String foreign = "{\"conversationID\":" + others + ",\"content\":\"x\"}";
    assertThat(code("send_message", foreign)).isEqualTo("NotFoundRequest");
    String typing = "{\"conversationID\":" + others + ",\"isTyping\":true}";
    assertThat(code("typing", typing)).isEqualTo("NotFoundRequest");
    assertThat(code("read", "{\"conversationID\":" + others + ",\"seq\":1}"))
        .isEqualTo("NotFoundRequest");
  }

  @Test
  void onlyTheAuthorChangesAMessageThatIsThere() {
    long message = socket.say(group, "mine").getLong("messageID");
    String of = "{\"conversationID\":" + group + ",\"messageID\":" + message;
    try (ChatSocket bens = ben.connect()) {
      bens.await("hello");
      JsonObject edit = new JsonObject(of + ",\"content\":\"his\"}");
      assertThat(bens.call("update_message", edit).getString("code")).isEqualTo("ForbiddenRequest");
      JsonObject delete = new JsonObject(of + "}");
      assertThat(bens.call("delete_message", delete).getString("code"))
          .isEqualTo("ForbiddenRequest");
    }
    refuses("update_message", of + ",\"content\":\"\"}", "content");
    JsonObject deleted = accepts("delete_message", of + "}");
    JsonObject again = accepts("delete_message", of + "}");
    assertThat(again.put("ref", deleted.getString("ref"))).isEqualTo(deleted);
    assertThat(code("update_message", of + ",\"content\":\"x\"}")).isEqualTo("NotFoundRequest");
    String unknown = "{\"conversationID\":" + group + ",\"messageID\":77";
    assertThat(code("delete_message", unknown + "}")).isEqualTo("NotFoundRequest");
  }

  @Test
  void aMarkerStandsAtMostAtTheHead() {
    long seq = socket.say(group, "read me").getLong("seq");
    accepts("read", "{\"conversationID\":" + group + ",\"seq\":" + seq + "}");
    accepts("read", "{\"conversationID\":" + group + ",\"seq\":1}");
    refuses("read", "{\"conversationID\":" + group + ",\"seq\":" + (seq + 1) + "}", "seq");
    refuses("read", "{\"conversationID\":" + group + ",\"seq\":\"" + seq + "\"}", "seq");
  }

  @Test
  void resumeNamesOneToAHundredConversationsOnceEach() {
    String one = "{\"conversationID\":" + group + ",\"seq\":0}";
    refuses("resume", "{\"conversations\":[]}", "conversations");
    assertThat(code("resume", "{\"conversations\":[" + one + "," + one + "]}"))
        .isEqualTo("BadArgument");
    assertThat(code("resume", "{\"conversations\":" + named(101) + "}")).isEqualTo("BadArgument");
    accepts("resume", "{\"conversations\":" + named(100) + "}");
  }

  @Test
  void anotherContentUnderAUsedNameIsAConflict() {
    String name = ",\"clientMessageID\":\"once\"";
    JsonObject first = accepts("send_message", send("same", name));
    JsonObject again = accepts("send_message", send("same", name));
    assertThat(again.put("ref", first.getString("ref"))).isEqualTo(first);
    assertThat(code("send_message", send("other", name))).isEqualTo("Conflict");
    assertThat(code("send_message", send("same", name + ",\"metadata\":{\"a\":1}")))
        .isEqualTo("Conflict");
    JsonObject upper = accepts("send_message", send("same", ",\"clientMessageID\":\"ONCE\""));
    assertThat(upper.getLong("messageID")).isNotEqualTo(first.getLong("messageID"));
  }

  private String send(String content, String more) {
    return "{\"conversationID\":\"" + group + "\",\"content\":\"" + content + "\"" + more + "}";
  }

  private static String metadata(String json) {
    return ",\"metadata\":" + json;
  }

  private static String named(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(id -> "{\"conversationID\":" + id + ",\"seq\":0}")
        .toList()
        .toString();
  }

  private long errors() {
    return socket.heard("error").count();
  }

  /// The answer to a command whose payload is given as text, so that it can be no JSON of a
  /// library.
  private JsonObject answer(String type, String payload) {
    String ref = UUID.randomUUID().toString();
    socket.send("{\"type\":\"" + type + "\",\"ref\":\"" + ref + "\",\"payload\":" + payload + "}");
    return socket.answer(ref).copy();
  }

  private String code(String type, String payload) {
    return answer(type, payload).getString("code");
  }

  private JsonObject accepts(String type, String payload) {
    JsonObject answer = answer(type, payload);
    assertThat(answer.getString("type")).as(answer.encode()).isEqualTo("ack");
    return answer;
  }

  private void refuses(String type, String payload, String target) {
    JsonObject answer = answer(type, payload);
    assertThat(answer.getString("code")).as(answer.encode()).isEqualTo("BadArgument");
    assertThat(answer.getString("target")).as(answer.encode()).startsWith(target);
  }
}
