package io.realtimegateway.gateway.inbound;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufUtil;
import io.realtimegateway.protocol.EpochText;
import io.realtimegateway.protocol.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The fields of a command, without those that no command has. A command is made from them on
/// demand, which checks its fields.
final class Payload {
  /// What a command may have.
  private enum Field {
    CONVERSATION("conversationID"),
    MESSAGE("messageID"),
    CONTENT("content"),
    METADATA("metadata"),
    CLIENT_MESSAGE("clientMessageID"),
    COMMAND("commandID"),
    IF_CHANGE_SEQ("ifChangeSeq"),
    IS_TYPING("isTyping"),
    SEQ("seq"),
    EPOCH("epoch"),
    CONVERSATIONS("conversations"),
    TICKET("ticket");

    private static final Map<String, Field> BY_KEY =
        Stream.of(values())
            .collect(Collectors.toUnmodifiableMap(field -> field.key, field -> field));

    private final String key;

    Field(String key) {
      this.key = key;
    }

    static @Nullable Field named(String key) {
      return BY_KEY.get(key);
    }
  }

  private static final int MOST_METADATA_DEPTH = 32;
  private static final int MOST_CONVERSATIONS = 100;

  private final Map<Field, FieldValue> fields = new EnumMap<>(Field.class);
  private final String prefix;

  private Payload(String prefix) {
    this.prefix = prefix;
  }

  /// Reads the present object of the parser to its end.
  static Payload read(JsonParser parser, char[] frame) throws IOException {
    Payload payload = new Payload("");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Field field = Field.named(parser.currentName());
      JsonToken token = parser.nextToken();
      if (field == Field.METADATA && token == JsonToken.START_OBJECT) {
        payload.fields.put(field, CompactObject.read(parser, frame));
      } else if (field == Field.CONVERSATIONS && token == JsonToken.START_ARRAY) {
        payload.fields.put(field, objects(parser));
      } else {
        payload.keep(field, parser);
      }
    }
    return payload;
  }

  private static FieldValue.Objects objects(JsonParser parser) throws IOException {
    List<@Nullable Payload> entries = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
      if (isObject && entries.size() <= MOST_CONVERSATIONS) {
        entries.add(entry(parser, entries.size()));
      } else {
        parser.skipChildren();
        entries.add(null);
      }
    }
    return new FieldValue.Objects(entries);
  }

  private static Payload entry(JsonParser parser, int at) throws IOException {
    Payload entry = new Payload("conversations[" + at + "].");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      Field field = Field.named(parser.currentName());
      parser.nextToken();
      entry.keep(field, parser);
    }
    return entry;
  }

  private void keep(@Nullable Field field, JsonParser parser) throws IOException {
    if (field == null) {
      parser.skipChildren();
      return;
    }
    FieldValue value = FieldValue.read(parser);
    if (value != null) {
      fields.put(field, value);
    }
  }

  ClientCommand.SendMessage sendMessage() throws WrongFieldException {
    return new ClientCommand.SendMessage(
        id(Field.CONVERSATION), content(), metadata(), name(Field.CLIENT_MESSAGE));
  }

  ClientCommand.UpdateMessage updateMessage() throws WrongFieldException {
    return new ClientCommand.UpdateMessage(
        id(Field.CONVERSATION),
        id(Field.MESSAGE),
        content(),
        metadata(),
        name(Field.COMMAND),
        ifChangeSeq());
  }

  ClientCommand.DeleteMessage deleteMessage() throws WrongFieldException {
    return new ClientCommand.DeleteMessage(
        id(Field.CONVERSATION), id(Field.MESSAGE), name(Field.COMMAND), ifChangeSeq());
  }

  ClientCommand.Typing typing() throws WrongFieldException {
    long conversationID = id(Field.CONVERSATION);
    if (fields.get(Field.IS_TYPING) instanceof FieldValue.Flag(boolean isTyping)) {
      return new ClientCommand.Typing(conversationID, isTyping);
    }
    throw wrong(Field.IS_TYPING, "true or false");
  }

  ClientCommand.Read read() throws WrongFieldException {
    return new ClientCommand.Read(id(Field.CONVERSATION), seq());
  }

  ClientCommand.Refresh refresh() throws WrongFieldException {
    if (fields.get(Field.TICKET) instanceof FieldValue.Text(String ticket)) {
      return new ClientCommand.Refresh(ticket);
    }
    throw wrong(Field.TICKET, "a string");
  }

  ClientCommand.Resume resume() throws WrongFieldException {
    if (!(fields.get(Field.CONVERSATIONS) instanceof FieldValue.Objects(var entries))
        || entries.isEmpty()
        || entries.size() > MOST_CONVERSATIONS) {
      throw wrong(Field.CONVERSATIONS, "a list of 1.." + MOST_CONVERSATIONS + " objects");
    }
    List<ClientCommand.Held> held = new ArrayList<>(entries.size());
    Set<Long> seen = HashSet.newHashSet(entries.size());
    for (int at = 0; at < entries.size(); at++) {
      Payload entry = entries.get(at);
      if (entry == null) {
        throw new WrongFieldException("conversations[" + at + "]", "an object");
      }
      ClientCommand.Held one = entry.held();
      if (!seen.add(one.conversationID())) {
        throw entry.wrong(Field.CONVERSATION, "in the list only once");
      }
      held.add(one);
    }
    return new ClientCommand.Resume(List.copyOf(held));
  }

  private ClientCommand.Held held() throws WrongFieldException {
    return new ClientCommand.Held(id(Field.CONVERSATION), seq(), epoch());
  }

  private long id(Field field) throws WrongFieldException {
    String digits =
        switch (fields.get(field)) {
          case FieldValue.NumberText(String text) -> text;
          case FieldValue.Text(String text) -> text;
          case null, default -> "";
        };
    long id = natural(digits);
    if (id < 1) {
      throw wrong(field, "an integer from 1 to 2^53-1, as a number or a string");
    }
    return id;
  }

  private long seq() throws WrongFieldException {
    return seq(Field.SEQ);
  }

  private long seq(Field field) throws WrongFieldException {
    long seq = fields.get(field) instanceof FieldValue.NumberText(String text) ? natural(text) : -1;
    if (seq < 0) {
      throw wrong(field, "a number from 0 to 2^53-1");
    }
    return seq;
  }

  private @Nullable Long ifChangeSeq() throws WrongFieldException {
    return fields.containsKey(Field.IF_CHANGE_SEQ) ? seq(Field.IF_CHANGE_SEQ) : null;
  }

  private long epoch() throws WrongFieldException {
    FieldValue value = fields.get(Field.EPOCH);
    if (value == null) {
      return 0;
    }
    OptionalLong epoch =
        value instanceof FieldValue.Text(String text) ? EpochText.read(text) : OptionalLong.empty();
    if (epoch.isEmpty()) {
      throw wrong(Field.EPOCH, "16 hex digits in lower case");
    }
    return epoch.getAsLong();
  }

  private String content() throws WrongFieldException {
    if (fields.get(Field.CONTENT) instanceof FieldValue.Text(String text)
        && Characters.isWithin(text, 1, Limits.MAX_CONTENT_CODE_POINTS)
        && Characters.isPlain(text)) {
      return text;
    }
    throw wrong(Field.CONTENT, "a text of 1..4000 characters without NUL and lone surrogates");
  }

  private @Nullable String name(Field field) throws WrongFieldException {
    FieldValue value = fields.get(field);
    if (value == null) {
      return null;
    }
    if (value instanceof FieldValue.Text(String text)
        && Characters.isWithin(text, 1, Limits.MAX_NAME_CODE_POINTS)
        && Characters.isPlain(text)) {
      return text;
    }
    throw wrong(field, "a text of 1..64 characters without NUL and lone surrogates");
  }

  private @Nullable String metadata() throws WrongFieldException {
    FieldValue value = fields.get(Field.METADATA);
    if (value == null) {
      return null;
    }
    if (value instanceof FieldValue.Compact(String text, int depth, boolean isPlain)
        && isPlain
        && depth <= MOST_METADATA_DEPTH
        && ByteBufUtil.utf8Bytes(text) <= Limits.MAX_METADATA_BYTES) {
      return text;
    }
    throw wrong(
        Field.METADATA, "an object of at most 2 KiB, 32 levels, without NUL and lone surrogates");
  }

  private WrongFieldException wrong(Field field, String rule) {
    return new WrongFieldException(prefix + field.key, rule);
  }

  /// 0..2^53-1 without sign, fraction, exponent or leading zeros; -1 for anything else.
  private static long natural(String digits) {
    int length = digits.length();
    if (length == 0 || length > 16 || (length > 1 && digits.charAt(0) == '0')) {
      return -1;
    }
    long value = 0;
    for (int at = 0; at < length; at++) {
      int digit = digits.charAt(at) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      value = value * 10 + digit;
    }
    return value <= Limits.MAX_ID ? value : -1;
  }
}
