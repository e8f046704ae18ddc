package io.realtimegateway.protocol.codec;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The opcode and codec of each record of a family.
final class CodecTable<P> {
  private final Map<Opcode, Codec<? extends P>> byOpcode = new EnumMap<>(Opcode.class);
  private final Map<Class<?>, Entry<P>> byType = new HashMap<>();

  /// A record's opcode and codec.
  record Entry<P>(Opcode opcode, Codec<P> codec) {}

  /// Declares a packet: its opcode, its record, and its fields in the order of the components.
  CodecTable<P> add(Opcode opcode, Class<? extends P> type, Codec<?>... fields) {
    return add(opcode, new ReflectiveCodec<>(type, fields));
  }

  /// Declares a packet whose codec is written by hand.
  @SuppressWarnings("unchecked")
  CodecTable<P> add(Opcode opcode, Codec<? extends P> codec) {
    Entry<P> entry = new Entry<>(opcode, (Codec<P>) codec);
    if (byOpcode.put(opcode, codec) != null || byType.put(codec.type(), entry) != null) {
      throw new IllegalStateException(opcode + " or " + codec.type() + " is declared twice");
    }
    return this;
  }

  /// Adds all declarations of another table.
  CodecTable<P> addAll(CodecTable<? extends P> others) {
    others.byOpcode.forEach(this::add);
    return this;
  }

  /// The codec of an opcode, or null if the family has none.
  @Nullable Codec<? extends P> of(Opcode opcode) {
    return byOpcode.get(opcode);
  }

  /// The opcode and codec of a packet.
  Entry<P> of(P packet) {
    Entry<P> entry = byType.get(packet.getClass());
    if (entry == null) {
      throw new IllegalStateException(packet.getClass() + " is not declared");
    }
    return entry;
  }
}
