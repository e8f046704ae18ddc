package io.realtimegateway.protocol.codec;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.stream.Stream;

/// The fields of a record one after the other, in the order of its components: each field is
/// declared once, for writing, reading and counting.
///
/// Boxes each number and calls a method handle for each field. The packets on the path of a message
/// have hand-written codecs.
final class ReflectiveCodec<T> implements Codec<T> {
  private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
  private static final MethodType GET = MethodType.methodType(Object.class, Object.class);
  private static final MethodType MAKE = MethodType.methodType(Object.class, Object[].class);

  private final Class<T> type;
  private final Codec<Object>[] fields;
  private final MethodHandle[] getters;
  private final MethodHandle constructor;
  private final int leastSize;
  private final boolean isFixed;

  /// @throws IllegalArgumentException if the types of the fields are not those of the record's
  ///   components
  @SafeVarargs
  @SuppressWarnings({"unchecked", "varargs"})
  ReflectiveCodec(Class<T> type, Codec<?>... fields) {
    this.type = type;
    this.fields = Stream.of(fields).toArray(Codec[]::new);
    RecordComponent[] components = type.getRecordComponents();
    requireTypes(type, components, fields);
    this.getters = Stream.of(components).map(ReflectiveCodec::getter).toArray(MethodHandle[]::new);
    this.constructor = constructor(type, components);
    this.leastSize = Stream.of(fields).mapToInt(Codec::leastSize).sum();
    this.isFixed = Stream.of(fields).allMatch(Codec::isFixed);
  }

  private static void requireTypes(
      Class<?> type, RecordComponent[] components, Codec<?>... fields) {
    boolean isSame = components.length == fields.length;
    for (int i = 0; isSame && i < fields.length; i++) {
      isSame = components[i].getType() == fields[i].type();
    }
    if (!isSame) {
      throw new IllegalArgumentException("the fields of " + type + " do not match its components");
    }
  }

  private static MethodHandle getter(RecordComponent component) {
    try {
      return LOOKUP.unreflect(component.getAccessor()).asType(GET);
    } catch (IllegalAccessException e) {
      throw new IllegalArgumentException(component + " is not accessible", e);
    }
  }

  private static MethodHandle constructor(Class<?> type, RecordComponent... components) {
    Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      return LOOKUP
          .findConstructor(type, MethodType.methodType(void.class, types))
          .asSpreader(Object[].class, types.length)
          .asType(MAKE);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(type + " has no constructor of its components", e);
    }
  }

  @Override
  public Class<?> type() {
    return type;
  }

  @Override
  public void write(ByteBuf out, T value) {
    for (int i = 0; i < fields.length; i++) {
      fields[i].write(out, get(i, value));
    }
  }

  @Override
  public T read(ByteBuf in) {
    Object[] values = new Object[fields.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = fields[i].read(in);
    }
    try {
      return type.cast((Object) constructor.invokeExact(values));
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  @Override
  public int size(T value) {
    int bytes = leastSize;
    for (int i = 0; !isFixed && i < fields.length; i++) {
      if (!fields[i].isFixed()) {
        bytes += fields[i].size(get(i, value)) - fields[i].leastSize();
      }
    }
    return bytes;
  }

  private Object get(int index, Object value) {
    try {
      return (Object) getters[index].invokeExact(value);
    } catch (Throwable e) {
      throw unchecked(e);
    }
  }

  /// The exception of a record's method, unwrapped: these methods declare no checked exceptions.
  private static RuntimeException unchecked(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException exception -> exception;
      case Error error -> throw error;
      default -> new IllegalStateException(thrown);
    };
  }

  @Override
  public int leastSize() {
    return leastSize;
  }

  @Override
  public boolean isFixed() {
    return isFixed;
  }
}
