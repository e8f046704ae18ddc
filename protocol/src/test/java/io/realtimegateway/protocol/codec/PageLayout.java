package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.realtimegateway.protocol.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The tables of docs/PROTOCOL.md as a codec of their own, which knows nothing of the records: what
/// is read is a tree of names and values, integers as `Long`, flags as `Boolean`, texts as `String`
/// or null, bytes as `byte[]`, structures and events as maps, lists as lists.
final class PageLayout {
  private static final Path PAGE = Path.of("../docs/PROTOCOL.md");
  private static final Pattern SECTION = Pattern.compile("(?ms)^### (.+?)$(.*?)(?=^##|\\z)");
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+?) \\| (.*?) \\|$");

  /// The entry of an event's map that holds its packet's name.
  static final String EVENT = "event name";

  /// A row of a table.
  ///
  /// @param range and meaning, as the page has them
  record Field(String name, String type, String range) {}

  private final Map<String, List<Field>> tables = new LinkedHashMap<>();
  private final Map<Integer, String> opcodes = new LinkedHashMap<>();

  private PageLayout() {}

  static PageLayout read() throws IOException {
    PageLayout layout = new PageLayout();
    SECTION.matcher(Files.readString(PAGE)).results().forEach(layout::add);
    return layout;
  }

  private void add(MatchResult section) {
    String title = section.group(1);
    String name = title.replaceFirst("^\\d+ ", "");
    if (!name.equals(title)) {
      opcodes.put(Integer.valueOf(title.substring(0, title.indexOf(' '))), name);
    }
    tables.put(
        name,
        ROW.matcher(section.group(2))
            .results()
            .map(row -> new Field(row.group(1), row.group(2), row.group(3)))
            .toList());
  }

  Map<Integer, String> opcodes() {
    return opcodes;
  }

  List<Field> table(String name) {
    return Objects.requireNonNull(tables.get(name), name);
  }

  boolean isStructure(String type) {
    return tables.containsKey(type);
  }

  // ---- reading

  /// Reads a whole frame.
  Map<String, @Nullable Object> decode(byte[] frame) {
    ByteBuf in = Unpooled.wrappedBuffer(frame);
    if (in.readUnsignedByte() != 0x89) {
      throw new IllegalArgumentException("magic");
    }
    String name = Objects.requireNonNull(opcodes.get((int) in.readUnsignedByte()));
    if (in.readUnsignedInt() != in.readableBytes()) {
      throw new IllegalArgumentException("length");
    }
    Map<String, @Nullable Object> fields = structure(name, in);
    if (in.isReadable()) {
      throw new IllegalArgumentException("the table of " + name + " ends before the payload");
    }
    return fields;
  }

  private Map<String, @Nullable Object> structure(String name, ByteBuf in) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (Field field : table(name)) {
      values.put(field.name(), value(field.type(), in));
    }
    return values;
  }

  private @Nullable Object value(String type, ByteBuf in) {
    if (type.startsWith("list of ")) {
      List<@Nullable Object> entries = new ArrayList<>();
      for (int left = in.readUnsignedShort(); left > 0; left--) {
        entries.add(value(type.substring("list of ".length()), in));
      }
      return entries;
    }
    return switch (type) {
      case "u8" -> (long) in.readUnsignedByte();
      case "u16" -> (long) in.readUnsignedShort();
      case "u32" -> in.readUnsignedInt();
      case "u64" -> in.readLong();
      case "flag" -> in.readByte() == 1;
      case "text" -> in.readCharSequence(in.readUnsignedShort(), StandardCharsets.UTF_8).toString();
      case "optional text" -> in.readByte() == 0 ? null : value("text", in);
      case "16 bytes", "32 bytes" -> ByteBufUtil.getBytes(in.readBytes(bytes(type)));
      case "event" -> {
        String name = Objects.requireNonNull(opcodes.get((int) in.readUnsignedByte()));
        Map<String, @Nullable Object> event = new LinkedHashMap<>(Map.of(EVENT, name));
        event.putAll(structure(name, in.readSlice(in.readInt())));
        yield event;
      }
      default -> structure(type, in);
    };
  }

  private static int bytes(String type) {
    return Integer.parseInt(type.substring(0, 2));
  }

  // ---- writing

  /// Writes a whole frame.
  byte[] encode(String name, Map<String, @Nullable Object> fields) {
    ByteBuf payload = Unpooled.buffer();
    writeStructure(name, fields, payload);
    ByteBuf out = Unpooled.buffer();
    out.writeByte(Limits.MAGIC).writeByte(opcode(name)).writeInt(payload.readableBytes());
    return ByteBufUtil.getBytes(out.writeBytes(payload));
  }

  private int opcode(String name) {
    return opcodes.entrySet().stream()
        .filter(entry -> entry.getValue().equals(name))
        .findFirst()
        .orElseThrow()
        .getKey();
  }

  private void writeStructure(String name, Map<String, @Nullable Object> fields, ByteBuf out) {
    for (Field field : table(name)) {
      write(field.type(), fields.get(field.name()), out);
    }
  }

  private void write(String type, @Nullable Object value, ByteBuf out) {
    switch (value) {
      case null -> out.writeByte(0);
      case Long number -> writeNumber(type, number, out);
      case Boolean flag -> out.writeByte(flag ? 1 : 0);
      case byte[] bytes -> out.writeBytes(bytes);
      case String text -> {
        if (type.equals("optional text")) {
          out.writeByte(1);
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
      }
      case List<?> entries -> {
        out.writeShort(entries.size());
        entries.forEach(entry -> write(type.substring("list of ".length()), entry, out));
      }
      case Map<?, ?> fields -> writeMap(type, tree(fields), out);
      default -> throw new IllegalArgumentException(value.toString());
    }
  }

  private void writeMap(String type, Map<String, @Nullable Object> fields, ByteBuf out) {
    if (!type.equals("event")) {
      writeStructure(type, fields, out);
      return;
    }
    String name = Objects.requireNonNull(fields.get(EVENT)).toString();
    ByteBuf payload = Unpooled.buffer();
    writeStructure(name, fields, payload);
    out.writeByte(opcode(name)).writeInt(payload.readableBytes()).writeBytes(payload);
  }

  private static void writeNumber(String type, long number, ByteBuf out) {
    switch (type) {
      case "u8", "flag" -> out.writeByte((int) number);
      case "u16" -> out.writeShort((int) number);
      case "u32" -> out.writeInt((int) number);
      case "u64" -> out.writeLong(number);
      default -> throw new IllegalArgumentException(type);
    }
  }

  /// A structure inside a tree.
  @SuppressWarnings("unchecked")
  static Map<String, @Nullable Object> tree(Map<?, ?> structure) {
    return (Map<String, @Nullable Object>) structure;
  }
}
