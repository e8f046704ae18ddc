package io.realtimegateway.gateway.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.gateway.SocketDocument;
import io.realtimegateway.gateway.inbound.ClientCommand;
import io.realtimegateway.gateway.inbound.ClientFrame;
import io.realtimegateway.gateway.inbound.CommandReader;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Event;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The AsyncAPI document, the records of events and commands and the JSON that is written have the
/// same types and fields. (`docs/PROTOCOL.md` is held against the same records in `protocol`.)
final class SocketDocumentTest {
  private static final JsonObject DOCUMENT = document();
  private static final JsonObject MESSAGES =
      DOCUMENT.getJsonObject("components").getJsonObject("messages");

  private static final Rate RATE = Rate.perSecond(20, 40);

  private static final List<Event> FULL =
      List.of(
          new Event.Message(1, 2, 3, 4, 5, "Tea?", "{\"a\":1}", "name"),
          new Event.MessageUpdated(1, 2, 3, 4, "Tea", "{\"a\":1}"),
          new Event.MessageDeleted(1, 2, 3, 4),
          new Event.MemberAdded(1, 2, 3),
          new Event.MemberRemoved(1, 2, 3),
          new Event.ConversationUpdated(1, 2, 3, "Tea", "{\"a\":1}"),
          new Event.AddedToConversation(1, 0, 7),
          new Event.RemovedFromConversation(1, 2),
          new Event.TypingEvent(1, 2, true),
          new Event.Presence(1, true),
          new Event.UserUpdated(1, "Ada", "https://a.example/a.png"),
          new Event.ReadMarker(1, 2, 0));
  private static final List<Event> BARE =
      List.of(
          new Event.Message(1, 2, 3, 4, 5, "Tea?", null, null),
          new Event.MessageUpdated(1, 2, 3, 4, "Tea", null),
          new Event.ConversationUpdated(1, 2, 0, "Tea", null),
          new Event.UserUpdated(1, "Ada", null));

  private final ServerFrames frames = new ServerFrames(UnpooledByteBufAllocator.DEFAULT);

  private static Stream<Class<?>> recordsOf(Class<?> family) {
    return family.isRecord()
        ? Stream.of(family)
        : Stream.of(family.getPermittedSubclasses()).flatMap(SocketDocumentTest::recordsOf);
  }

  @Test
  void eachEventHasTheFieldsOfItsRecordAndOfItsSchemaAndNoOther() {
    assertThat(FULL.stream().map(Object::getClass).map(Class::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(
            recordsOf(Event.class).map(Class::getSimpleName).toList());
    for (Event event : FULL) {
      JsonObject frame = json(frames.event(event));
      Set<String> fields = fieldsOf(event.getClass());
      fields.add("type");
      assertThat(frame.fieldNames()).as("%s as JSON", event).isEqualTo(fields);
      assertThat(properties(schema(frame.getString("type"))))
          .as("%s in the document", event)
          .isEqualTo(fields);
    }
  }

  @Test
  void aFieldThatMayBeAbsentIsOptionalInTheDocument() {
    for (Event event : BARE) {
      JsonObject frame = json(frames.event(event));
      assertThat(required(schema(frame.getString("type")))).isEqualTo(frame.fieldNames());
    }
    FULL.stream()
        .filter(event -> BARE.stream().noneMatch(bare -> bare.getClass() == event.getClass()))
        .map(event -> json(frames.event(event)))
        .forEach(
            frame ->
                assertThat(required(schema(frame.getString("type"))))
                    .isEqualTo(frame.fieldNames()));
  }

  @Test
  void theOtherFramesHaveTheFieldsOfTheirSchemas() {
    Answer.Ack ack = new Answer.Ack(1, 2, 3, 4, 5, false, false);
    assertFields(json(frames.hello("1", 2, 3, 25, 4, RATE)), schema("hello"));
    assertFields(json(frames.pong("1", 4)), schema("pong"));
    assertFields(json(frames.error("1", ErrorCode.BAD_ARGUMENT, "no", "content")), schema("error"));
    assertFields(
        json(frames.reset("1", new Answer.Reset(1, 2, Answer.ResetReason.EPOCH))), schema("reset"));
    assertFields(json(frames.lagging(new long[] {1})), schema("lagging"));
    assertFields(json(frames.sent("1", ack, "name")), named("AckOfSend"));
    assertFields(json(frames.updated("1", ack)), named("AckOfUpdate"));
    assertFields(json(frames.deleted("1", ack)), named("AckOfDelete"));
    assertFields(json(frames.marked("1", ack)), named("AckOfRead"));
    assertFields(json(frames.resumed("1")), named("AckOfResume"));
    assertFields(json(frames.refreshed("1", 5)), named("AckOfRefresh"));
  }

  @Test
  void aPageOfChangesHasTheFieldsOfItsSchemas() {
    List<Answer.Change> items =
        Stream.of(FULL.get(0), FULL.get(2), FULL.get(3), FULL.get(4), FULL.get(5))
            .map(event -> new Answer.Change(9, event instanceof Event.Message ? 8 : 0, event))
            .toList();
    JsonObject page = json(frames.changes("1", new Answer.Changes(1, 2, 3, 4, true, items)));
    assertFields(page, schema("changes"));
    List<String> names =
        List.of(
            "ChangedMessage",
            "DeletedMessage",
            "AddedMember",
            "RemovedMember",
            "UpdatedConversation");
    for (int i = 0; i < names.size(); i++) {
      assertFields(page.getJsonArray("value").getJsonObject(i), named(names.get(i)));
    }
  }

  @Test
  void eachCommandHasTheFieldsOfItsRecordAndItsExampleIsAccepted() {
    Map<String, Set<String>> declared = new TreeMap<>();
    Stream.of(ClientCommand.class.getPermittedSubclasses())
        .forEach(type -> declared.put(snake(type.getSimpleName()), fieldsOf(type)));
    Map<String, Set<String>> described = new TreeMap<>();
    for (String message : messages("command")) {
      JsonObject payload = MESSAGES.getJsonObject(message).getJsonObject("payload");
      described.put(constant(payload), properties(inner(payload)));
      String example =
          MESSAGES
              .getJsonObject(message)
              .getJsonArray("examples")
              .getJsonObject(0)
              .getJsonObject("payload")
              .encode();
      assertThat(new CommandReader().read(example.toCharArray(), example.length()))
          .as(example)
          .isInstanceOf(ClientFrame.Accepted.class);
    }
    assertThat(described).isEqualTo(declared);
    assertThat(properties(named("Held"))).isEqualTo(fieldsOf(ClientCommand.Held.class));
  }

  @Test
  void closeCodesAndErrorCodesAreThoseOfTheServer() {
    assertThat(
            DOCUMENT.getJsonArray("x-close-codes").stream()
                .map(code -> ((JsonObject) code).getInteger("code")))
        .containsExactlyElementsOf(Stream.of(CloseCode.values()).map(CloseCode::code).toList());
    assertThat(named("ErrorCode").getJsonArray("enum").stream().map(String::valueOf))
        .containsExactlyElementsOf(
            Stream.of(ErrorCode.values()).map(ErrorCode::publicName).toList());
  }

  @Test
  void everyMessageOfTheDocumentBelongsToTheChannelAndToOneDirection() {
    List<String> both =
        Stream.concat(messages("command").stream(), messages("receive").stream()).toList();
    assertThat(both).containsExactlyInAnyOrderElementsOf(MESSAGES.fieldNames());
    JsonObject channel = DOCUMENT.getJsonObject("channels").getJsonObject("socket");
    assertThat(channel.getJsonObject("messages").fieldNames()).isEqualTo(MESSAGES.fieldNames());
  }

  /// A frame of a new type would be in neither list.
  @Test
  void everyFrameTypeIsInTheDocumentAndEveryMethodThatMakesOneIsTestedHere() throws Exception {
    Set<String> written = new TreeSet<>();
    List<Field> constants =
        Stream.of(ServerFrames.class, EventJson.class)
            .flatMap(type -> Stream.of(type.getDeclaredFields()))
            .toList();
    for (Field constant : constants) {
      if (constant.getType() == byte[].class) {
        constant.setAccessible(true);
        String text = new String((byte[]) constant.get(null), StandardCharsets.UTF_8);
        if (text.startsWith("{\"type\":\"")) {
          written.add(text.substring(9, text.length() - 1));
        }
      }
    }
    assertThat(written).isEqualTo(new TreeSet<>(messages("receive")));
    assertThat(
            Arrays.stream(ServerFrames.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName))
        .containsExactlyInAnyOrder(
            "hello",
            "pong",
            "event",
            "sent",
            "updated",
            "deleted",
            "marked",
            "resumed",
            "refreshed",
            "error",
            "reset",
            "lagging",
            "changes");
  }

  @Test
  void aFieldThatAnAnswerMayLackIsOptionalInTheDocument() {
    Answer.Ack ack = new Answer.Ack(1, 2, 3, 4, 5, false, false);
    Answer.Changes page = new Answer.Changes(1, 2, 3, 4, true, List.of());
    assertRequired(json(frames.hello("1", 2, 3, 25, 4, RATE)), schema("hello"));
    assertRequired(json(frames.pong(null, 4)), schema("pong"));
    assertRequired(json(frames.error(null, ErrorCode.BAD_ARGUMENT, "no", null)), schema("error"));
    assertRequired(
        json(frames.reset(null, new Answer.Reset(1, 2, Answer.ResetReason.EPOCH))),
        schema("reset"));
    assertRequired(json(frames.lagging(new long[0])), schema("lagging"));
    assertRequired(json(frames.changes(null, page)), schema("changes"));
    assertRequired(json(frames.sent(null, ack, null)), named("AckOfSend"));
    assertRequired(json(frames.updated(null, ack)), named("AckOfUpdate"));
    assertRequired(json(frames.deleted(null, ack)), named("AckOfDelete"));
    assertRequired(json(frames.marked(null, ack)), named("AckOfRead"));
    assertRequired(json(frames.resumed(null)), named("AckOfResume"));
    assertRequired(json(frames.refreshed(null, 5)), named("AckOfRefresh"));
  }

  @Test
  void aFieldThatAnItemOfAPageMayLackIsOptionalInTheDocument() {
    List<Answer.Change> items =
        Stream.of(BARE.get(0), FULL.get(2), FULL.get(3), FULL.get(4), BARE.get(2))
            .map(event -> new Answer.Change(9, 0, event))
            .toList();
    JsonObject page = json(frames.changes(null, new Answer.Changes(1, 2, 3, 4, true, items)));
    List<String> names =
        List.of(
            "ChangedMessage",
            "DeletedMessage",
            "AddedMember",
            "RemovedMember",
            "UpdatedConversation");
    for (int i = 0; i < names.size(); i++) {
      assertRequired(page.getJsonArray("value").getJsonObject(i), named(names.get(i)));
    }
    assertThat(named("Change").getJsonArray("oneOf")).hasSameSizeAs(names);
  }

  @Test
  void helloHasTheRateOrZeroForNoLimit() {
    assertRate(Rate.perSecond(20, 40), 20, 40);
    assertRate(new Rate(90, Duration.ofMinutes(1), 7), 1.5, 7);
    assertRate(new Rate(1, Duration.ofHours(1), 1), 0.000278, 1);
    assertRate(Rate.OFF, 0, 0);
  }

  private void assertRate(Rate rate, double perSecond, int burst) {
    JsonObject hello = json(frames.hello("1", 2, 3, 25, 4, rate));
    assertThat(hello.getDouble("commandsPerSecond")).isEqualTo(perSecond);
    assertThat(hello.getInteger("commandBurst")).isEqualTo(burst);
  }

  @Test
  void reasonsOfAResetAreThoseOfTheEngine() {
    JsonObject reason = schema("reset").getJsonObject("properties").getJsonObject("reason");
    assertThat(reason.getJsonArray("enum").stream())
        .containsExactlyElementsOf(
            Stream.of(Answer.ResetReason.values())
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .toList());
  }

  private static void assertRequired(JsonObject bare, JsonObject schema) {
    assertThat(required(schema)).as(bare.encode()).isEqualTo(bare.fieldNames());
  }

  private static void assertFields(JsonObject frame, JsonObject schema) {
    assertThat(frame.fieldNames()).as(frame.encode()).isEqualTo(properties(schema));
    assertThat(frame.getString("type")).isEqualTo(constant(schema));
  }

  private static List<String> messages(String operation) {
    JsonArray messages =
        DOCUMENT.getJsonObject("operations").getJsonObject(operation).getJsonArray("messages");
    return messages.stream()
        .map(message -> ((JsonObject) message).getString("$ref"))
        .map(ref -> ref.substring(ref.lastIndexOf('/') + 1))
        .toList();
  }

  private static JsonObject schema(String event) {
    return MESSAGES.getJsonObject(event).getJsonObject("payload");
  }

  private static JsonObject named(String schema) {
    return DOCUMENT.getJsonObject("components").getJsonObject("schemas").getJsonObject(schema);
  }

  private static JsonObject inner(JsonObject command) {
    return command.getJsonObject("properties").getJsonObject("payload");
  }

  private static String constant(JsonObject schema) {
    return schema.getJsonObject("properties").getJsonObject("type").getString("const");
  }

  private static Set<String> properties(JsonObject schema) {
    return new TreeSet<>(schema.getJsonObject("properties").fieldNames());
  }

  private static Set<String> required(JsonObject schema) {
    return schema.getJsonArray("required").stream()
        .map(String.class::cast)
        .collect(Collectors.toSet());
  }

  private static Set<String> fieldsOf(Class<?> record) {
    return Arrays.stream(record.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String snake(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
  }

  private static JsonObject json(ByteBuf frame) {
    try {
      String text = frame.toString(StandardCharsets.UTF_8);
      return new JsonObject(text.substring(text.indexOf('{')));
    } finally {
      frame.release();
    }
  }

  @SuppressWarnings("unchecked")
  private static JsonObject document() {
    Object loaded = new Load(LoadSettings.builder().build()).loadFromString(SocketDocument.yaml());
    return new JsonObject((Map<String, Object>) loaded);
  }
}
