package io.realtimegateway.gateway.inbound;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.netty.buffer.ByteBufUtil;
import io.realtimegateway.protocol.EpochText;
import io.realtimegateway.protocol.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of a command, by name, without those that no command has. A command is made from them
/// on demand, which checks its fields.
final class Payload {
  private static final int MOST_METADATA_DEPTH = 32;
  private static final int MOST_CONVERSATIONS = 100;
  private static final String ID = "conversationID";

  private final Map<String, FieldValue> fields = HashMap.newHashMap(4);
  private final String prefix;

  private Payload(String prefix) {
    this.prefix = prefix;
  }

  /// Reads the present object of the parser to its end.
  static Payload read(JsonParser parser, char[] frame) throws IOException {
    Payload payload = new Payload("");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (name.equals("metadata") && token == JsonToken.START_OBJECT) {
        payload.fields.put(name, CompactObject.read(parser, frame));
      } else if (name.equals("conversations") && token == JsonToken.START_ARRAY) {
        payload.fields.put(name, objects(parser));
      } else {
        payload.keep(name, parser);
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
      String name = parser.currentName();
      parser.nextToken();
      entry.keep(name, parser);
    }
    return entry;
  }

  private void keep(String name, JsonParser parser) throws IOException {
    switch (name) {
      case ID,
          "messageID",
          "content",
          "metadata",
          "clientMessageID",
          "commandID",
          "ifChangeSeq",
          "isTyping",
          "seq",
          "epoch",
          "conversations",
          "ticket" -> {
        FieldValue value = FieldValue.read(parser);
        if (value != null) {
          fields.put(name, value);
        }
      }
      default -> parser.skipChildren();
    }
  }

  ClientCommand.SendMessage sendMessage() throws WrongFieldException {
    return new ClientCommand.SendMessage(id(ID), content(), metadata(), name("clientMessageID"));
  }

  ClientCommand.UpdateMessage updateMessage() throws WrongFieldException {
    return new ClientCommand.UpdateMessage(
        id(ID), id("messageID"), content(), metadata(), name("commandID"), ifChangeSeq());
  }

  ClientCommand.DeleteMessage deleteMessage() throws WrongFieldException {
    return new ClientCommand.DeleteMessage(
        id(ID), id("messageID"), name("commandID"), ifChangeSeq());
  }

  ClientCommand.Typing typing() throws WrongFieldException {
    long conversationID = id(ID);
    if (fields.get("isTyping") instanceof FieldValue.Flag(boolean isTyping)) {
      return new ClientCommand.Typing(conversationID, isTyping);
    }
    throw wrong("isTyping", "true or false");
  }

  ClientCommand.Read read() throws WrongFieldException {
    return new ClientCommand.Read(id(ID), seq());
  }

  ClientCommand.Refresh refresh() throws WrongFieldException {
    if (fields.get("ticket") instanceof FieldValue.Text(String ticket)) {
      return new ClientCommand.Refresh(ticket);
    }
    throw wrong("ticket", "a string");
  }

  ClientCommand.Resume resume() throws WrongFieldException {
    if (!(fields.get("conversations") instanceof FieldValue.Objects(var entries))
        || entries.isEmpty()
        || entries.size() > MOST_CONVERSATIONS) {
      throw wrong("conversations", "a list of 1.." + MOST_CONVERSATIONS + " objects");
    }
    List<ClientCommand.Held> held = new ArrayList<>(entries.size());
    Set<Long> seen = HashSet.newHashSet(entries.size());
    for (int at = 0; at < entries.size(); at++) {
      Payload entry = entries.get(at);
      if (entry == null) {
        throw wrong("conversations[" + at + "]", "an object");
      }
      ClientCommand.Held one = entry.held();
      if (!seen.add(one.conversationID())) {
        throw entry.wrong(ID, "in the list only once");
      }
      held.add(one);
    }
    return new ClientCommand.Resume(List.copyOf(held));
  }

  private ClientCommand.Held held() throws WrongFieldException {
    return new ClientCommand.Held(id(ID), seq(), epoch());
  }

  private long id(String name) throws WrongFieldException {
    String digits =
        switch (fields.get(name)) {
          case FieldValue.NumberText(String text) -> text;
          case FieldValue.Text(String text) -> text;
          case null, default -> "";
        };
    long id = natural(digits);
    if (id < 1) {
      throw wrong(name, "an integer from 1 to 2^53-1, as a number or a string");
    }
    return id;
  }

  private long seq() throws WrongFieldException {
    return seq("seq");
  }

  private long seq(String name) throws WrongFieldException {
    long seq = fields.get(name) instanceof FieldValue.NumberText(String text) ? natural(text) : -1;
    if (seq < 0) {
      throw wrong(name, "a number from 0 to 2^53-1");
    }
    return seq;
  }

  private @Nullable Long ifChangeSeq() throws WrongFieldException {
    return fields.containsKey("ifChangeSeq") ? seq("ifChangeSeq") : null;
  }

  private long epoch() throws WrongFieldException {
    FieldValue value = fields.get("epoch");
    if (value == null) {
      return 0;
    }
    OptionalLong epoch =
        value instanceof FieldValue.Text(String text) ? EpochText.read(text) : OptionalLong.empty();
    if (epoch.isEmpty()) {
      throw wrong("epoch", "16 hex digits in lower case");
    }
    return epoch.getAsLong();
  }

  private String content() throws WrongFieldException {
    if (fields.get("content") instanceof FieldValue.Text(String text)
        && Characters.isWithin(text, 1, Limits.MAX_CONTENT_CODE_POINTS)
        && Characters.isPlain(text)) {
      return text;
    }
    throw wrong("content", "a text of 1..4000 characters without NUL and lone surrogates");
  }

  private @Nullable String name(String field) throws WrongFieldException {
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
    FieldValue value = fields.get("metadata");
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
        "metadata", "an object of at most 2 KiB, 32 levels, without NUL and lone surrogates");
  }

  private WrongFieldException wrong(String name, String rule) {
    return new WrongFieldException(prefix + name, rule);
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
