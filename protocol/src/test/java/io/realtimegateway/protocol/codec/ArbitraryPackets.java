package io.realtimegateway.protocol.codec;

import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/// Any packet of the family, made from the types and names of its fields.
final class ArbitraryPackets {
  private ArbitraryPackets() {}

  static Arbitrary<Packet> any() {
    return Arbitraries.of(Family.RECORDS).flatMap(type -> record(type)).map(Packet.class::cast);
  }

  static Arbitrary<Event> events() {
    List<Class<?>> types = Family.RECORDS.stream().filter(Event.class::isAssignableFrom).toList();
    return Arbitraries.of(types).flatMap(ArbitraryPackets::record).map(Event.class::cast);
  }

  private static Arbitrary<Object> record(Class<?> type) {
    List<Arbitrary<Object>> fields =
        Arrays.stream(type.getRecordComponents()).map(component -> field(type, component)).toList();
    return fields.isEmpty()
        ? Arbitraries.just(make(type, List.of()))
        : Combinators.combine(fields).as(values -> make(type, values));
  }

  private static Object make(Class<?> type, List<Object> values) {
    try {
      return type.getDeclaredConstructors()[0].newInstance(values.toArray());
    } catch (InvocationTargetException e) {
      throw new AssertionError(type + " refuses " + values, e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static Arbitrary<Object> field(Class<?> owner, RecordComponent component) {
    AnnotatedType type = component.getAnnotatedType();
    String name = component.getName();
    Arbitrary<?> values = values(owner, name, component.getGenericType());
    // One of its two fields that may be absent is there.
    boolean nullable = type.isAnnotationPresent(Nullable.class);
    boolean isNeeded = owner == Command.UpdateConversation.class && name.equals("metadata");
    return (nullable && !isNeeded ? values.injectNull(0.3) : values).asGeneric();
  }

  private static Arbitrary<?> values(Class<?> owner, String name, Type type) {
    if (type == long.class || type == Long.class) {
      return longs(name);
    }
    if (type == int.class) {
      return integers(name);
    }
    if (type == boolean.class) {
      return Arbitraries.of(true, false);
    }
    if (type == String.class) {
      return texts(name);
    }
    if (type instanceof ParameterizedType list) {
      int most = name.equals("items") ? 5 : 20;
      return values(owner, name, list.getActualTypeArguments()[0])
          .list()
          .ofMinSize(1)
          .ofMaxSize(most);
    }
    Class<?> raw = (Class<?>) type;
    if (raw == Event.class) {
      return owner == Answer.Change.class ? events().filter(ArbitraryPackets::isObject) : events();
    }
    return raw.isEnum() ? Arbitraries.of(raw.getEnumConstants()) : record(raw);
  }

  private static boolean isObject(Event event) {
    return event instanceof Event.Message
        || event instanceof Event.MessageDeleted
        || event instanceof Event.MemberAdded
        || event instanceof Event.MemberRemoved
        || event instanceof Event.ConversationUpdated;
  }

  private static Arbitrary<Long> longs(String name) {
    boolean id =
        Stream.of("ID", "user", "users", "peers", "member", "members", "online", "exceptUser")
            .anyMatch(name::endsWith);
    if (id) {
      return Arbitraries.longs().between(1, Limits.MAX_ID);
    }
    boolean anyBits = List.of("epoch", "nonce", "high", "low", "a", "b", "c", "d").contains(name);
    return Arbitraries.longs().between(anyBits ? Long.MIN_VALUE : 1, Long.MAX_VALUE);
  }

  private static Arbitrary<Integer> integers(String name) {
    return switch (name) {
      case "shard", "userShard", "onShard" -> Arbitraries.integers().between(0, Shards.COUNT - 1);
      case "log" -> Arbitraries.integers().between(0, Shards.LOGS - 1);
      case "major", "minor" -> Arbitraries.integers().between(0, 255);
      case "audience" -> Arbitraries.integers().between(1, Integer.MAX_VALUE);
      case "limit" -> Arbitraries.integers().between(1, Limits.MAX_CHANGES);
      case "code" -> Arbitraries.integers().between(1000, 4999);
      case "loops" -> Arbitraries.integers().between(1000, 65_535);
      case "loop", "engineLoop" -> Arbitraries.integers().between(0, 999);
      default -> throw new AssertionError("say which range the field " + name + " has");
    };
  }

  private static Arbitrary<String> texts(String name) {
    int most =
        switch (name) {
          case "content" -> Limits.MAX_CONTENT_CODE_POINTS;
          case "metadata" -> Limits.MAX_METADATA_BYTES / 4;
          default -> Limits.MAX_NAME_CODE_POINTS / 2;
        };
    Arbitrary<Integer> points =
        Arbitraries.frequencyOf(
            Tuple.of(6, Arbitraries.integers().between(0x20, 0x7E)),
            Tuple.of(2, Arbitraries.integers().between(1, 0xD7FF)),
            Tuple.of(1, Arbitraries.integers().between(0xE000, 0xFFFF)),
            Tuple.of(1, Arbitraries.integers().between(0x10000, 0x10FFFF)));
    return points.list().ofMinSize(2).ofMaxSize(most).map(ArbitraryPackets::text);
  }

  private static String text(List<Integer> points) {
    StringBuilder text = new StringBuilder();
    points.forEach(text::appendCodePoint);
    return text.toString();
  }
}
