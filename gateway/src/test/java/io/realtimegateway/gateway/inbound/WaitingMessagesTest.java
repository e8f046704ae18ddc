package io.realtimegateway.gateway.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class WaitingMessagesTest {
  private static final int LENGTH = 4;

  private final WaitingBytes ofLoop = new WaitingBytes(100);
  private final WaitingMessages waiting = new WaitingMessages(30, ofLoop);

  @Test
  void messagesKeepTheirTextAndOrder() {
    List<String> in = new ArrayList<>();
    List<String> out = new ArrayList<>();
    for (int round = 0; round < 50; round++) {
      for (int at = 0; at <= round % 3; at++) {
        String text = "x".repeat(round) + at;
        in.add(text);
        add(waiting, text);
      }
      out.add(next(waiting));
    }
    while (!waiting.isEmpty()) {
      out.add(next(waiting));
    }
    assertThat(out).isEqualTo(in);
    assertThat(waiting.next()).isNull();
    assertThat(ofLoop.bytes()).isZero();
  }

  @Test
  void theQueueIsFullAtItsBoundAndHasRoomAtHalfOfIt() {
    add(waiting, "a".repeat(30 - 2 * LENGTH - 1 - 1));
    assertThat(waiting.isFull()).isFalse();
    add(waiting, "b");
    assertThat(waiting.bytes()).isEqualTo(29);
    assertThat(waiting.isFull()).isFalse();
    add(waiting, "");
    assertThat(waiting.bytes()).isEqualTo(33);
    assertThat(waiting.isFull()).isTrue();
    assertThat(waiting.hasRoom()).isFalse();
    next(waiting);
    assertThat(waiting.bytes()).isLessThanOrEqualTo(15);
    assertThat(waiting.hasRoom()).isTrue();
    waiting.clear();
  }

  @Test
  void withoutRoomInTheLoopOneMessageMayWait() {
    WaitingMessages large = new WaitingMessages(1000, ofLoop);
    add(large, "x".repeat(100 - LENGTH - 1));
    add(waiting, "");
    assertThat(ofLoop.bytes()).isEqualTo(99 + LENGTH);
    assertThat(waiting.isFull()).isTrue();
    assertThat(waiting.hasRoom()).isFalse();
    large.clear();
    assertThat(ofLoop.bytes()).isEqualTo(LENGTH);
    assertThat(waiting.isFull()).isFalse();
    assertThat(waiting.hasRoom()).isTrue();
    next(waiting);
    assertThat(waiting.isFull()).isFalse();
  }

  @Test
  void droppedMessagesAreNotCounted() {
    add(waiting, "one");
    add(waiting, "two");
    next(waiting);
    waiting.clear();
    assertThat(waiting.isEmpty()).isTrue();
    assertThat(ofLoop.bytes()).isZero();
  }

  @Test
  void fragmentsAreBoundedByBytesNotByTheirNumber() {
    Fragments fragments = new Fragments(10_000);
    for (int at = 0; at < 10_000; at++) {
      assertThat(fragments.add(UnpooledByteBufAllocator.DEFAULT, bytes("x"))).isTrue();
      assertThat(fragments.add(UnpooledByteBufAllocator.DEFAULT, Unpooled.EMPTY_BUFFER)).isTrue();
    }
    assertThat(fragments.message().readableBytes()).isEqualTo(10_000);
    assertThat(fragments.add(UnpooledByteBufAllocator.DEFAULT, bytes("x"))).isFalse();
    assertThat(fragments.isOpen()).isFalse();
  }

  private static void add(WaitingMessages to, String text) {
    to.add(UnpooledByteBufAllocator.DEFAULT, bytes(text));
  }

  private static String next(WaitingMessages from) {
    @Nullable ByteBuf next = from.next();
    return next == null ? "nothing" : next.toString(StandardCharsets.UTF_8);
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }
}
