package io.realtimegateway.gateway.outbound;

import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The audiences of one link, as long as that link exists. A handle without a session is ignored:
/// the session ended while the engine's packet was under way.
public final class LinkAudiences {
  private final IntObjectHashMap<Audience> byNumber = new IntObjectHashMap<>();
  private final LongFunction<@Nullable SessionOutput> outputs;
  private final Turn turn;

  /// @param outputs finds the output of a handle's session
  public LinkAudiences(LongFunction<@Nullable SessionOutput> outputs, Turn turn) {
    this.outputs = outputs;
    this.turn = turn;
  }

  public int size() {
    return byNumber.size();
  }

  public void define(Delivery.AudienceDefine define) {
    Audience audience = new Audience();
    byNumber.put(define.audience(), audience);
    join(define.sessions(), audience::addNew);
  }

  public void add(Delivery.AudienceAdd add) {
    Audience audience = byNumber.get(add.audience());
    if (audience != null) {
      join(add.sessions(), audience::add);
    }
  }

  public void remove(Delivery.AudienceRemove remove) {
    Audience audience = byNumber.get(remove.audience());
    if (audience != null) {
      remove.sessions().forEach(audience::remove);
    }
  }

  public void drop(Delivery.AudienceDrop drop) {
    byNumber.remove(drop.audience());
  }

  public void deliver(Delivery.Deliver deliver) {
    Audience audience = byNumber.get(deliver.audience());
    if (audience != null) {
      audience.deliver(deliver.event(), deliver.exceptUser(), turn);
    }
  }

  public void direct(Delivery.Direct direct) {
    Event event = direct.event();
    List<Long> sessions = direct.sessions();
    ByteBuf frame = null;
    for (int at = 0; at < sessions.size(); at++) {
      SessionOutput output = outputs.apply(sessions.get(at));
      if (output == null || !output.isLive()) {
        continue;
      }
      if (frame == null) {
        frame = turn.own(turn.frames().event(event));
      }
      output.deliver(event, frame);
    }
  }

  private void join(List<Long> sessions, Consumer<SessionOutput> add) {
    for (int at = 0; at < sessions.size(); at++) {
      SessionOutput output = outputs.apply(sessions.get(at));
      if (output != null) {
        add.accept(output);
      }
    }
  }
}
