package io.realtimegateway.protocol.codec;

import io.realtimegateway.protocol.packet.Packet;
import java.util.List;
import java.util.stream.Stream;

/// The records of the sealed family, found from its declaration, so that a new packet is tested
/// without being listed.
final class Family {
  static final List<Class<?>> RECORDS = records(Packet.class).distinct().toList();

  private Family() {}

  private static Stream<Class<?>> records(Class<?> type) {
    return type.isRecord()
        ? Stream.of(type)
        : Stream.of(type.getPermittedSubclasses()).flatMap(Family::records);
  }
}
