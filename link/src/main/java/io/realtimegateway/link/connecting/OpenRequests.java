package io.realtimegateway.link.connecting;

import io.netty.util.collection.LongObjectHashMap;
import io.netty.util.collection.LongObjectMap;
import io.realtimegateway.link.LinkLimits;
import io.realtimegateway.link.LinkMetrics;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The unanswered requests of one loop, bounded in count and bytes. Each gets exactly one answer.
/// Used on the loop only.
final class OpenRequests {
  private static final Logger LOG = LoggerFactory.getLogger(OpenRequests.class);

  private final LongObjectMap<OpenRequest> open = new LongObjectHashMap<>();
  private final LinkLimits.RequestLimits limits;
  private final LinkMetrics metrics;
  private long bytes;
  private long lastOrder;
  private long earliestDeadline = Long.MAX_VALUE;

  OpenRequests(LinkLimits.RequestLimits limits, LinkMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  /// Adds a request; null if a bound is reached.
  ///
  /// @throws IllegalArgumentException if its number is in use
  @Nullable OpenRequest open(Request request, long deadlineNanos, Consumer<Packet> answer) {
    var opened = new OpenRequest(request, deadlineNanos, answer, ++lastOrder);
    if (open.size() >= limits.count() || bytes + opened.bytes > limits.bytes()) {
      return null;
    }
    if (open.containsKey(request.request())) {
      throw new IllegalArgumentException("request " + request.request() + " is open already");
    }
    open.put(request.request(), opened);
    bytes += opened.bytes;
    earliestDeadline = Math.min(earliestDeadline, deadlineNanos);
    metrics.requestOpened();
    return opened;
  }

  /// Delivers an answer that arrived at a slot.
  ///
  /// @return false if the request was not sent through that slot, or is already answered
  boolean answer(EngineSlot slot, long request, Packet packet) {
    OpenRequest asked = open.get(request);
    if (asked == null || asked.slot != slot) {
      return false;
    }
    finish(asked, packet);
    return true;
  }

  /// The matching open requests, in the order of the requests.
  List<OpenRequest> inOrder(Predicate<OpenRequest> wanted) {
    List<OpenRequest> found = new ArrayList<>();
    for (OpenRequest candidate : open.values()) {
      if (wanted.test(candidate)) {
        found.add(candidate);
      }
    }
    found.sort(Comparator.comparingLong(request -> request.order));
    return found;
  }

  /// Refuses the requests whose wait is over. Costs nothing while there are none.
  ///
  /// @return whether there were any
  boolean expire(long nowNanos) {
    if (nowNanos < earliestDeadline) {
      return false;
    }
    List<OpenRequest> late = inOrder(candidate -> candidate.deadlineNanos <= nowNanos);
    for (OpenRequest one : late) {
      refuse(one, "the engine did not answer in time");
    }
    earliestDeadline = Long.MAX_VALUE;
    for (OpenRequest left : open.values()) {
      earliestDeadline = Math.min(earliestDeadline, left.deadlineNanos);
    }
    return !late.isEmpty();
  }

  /// Refuses all requests: the links are being closed.
  void refuseAll() {
    for (OpenRequest left : inOrder(_ -> true)) {
      refuse(left, "the server is stopping");
    }
  }

  private void refuse(OpenRequest asked, String why) {
    if (!asked.isDone) {
      metrics.requestRefused();
      finish(asked, unavailable(asked.request, why));
    }
  }

  private void finish(OpenRequest asked, Packet packet) {
    open.remove(asked.request.request());
    asked.isDone = true;
    bytes -= asked.bytes;
    metrics.requestEnded();
    hand(asked.answer, packet);
  }

  void hand(Consumer<Packet> answer, Packet packet) {
    try {
      answer.accept(packet);
    } catch (RuntimeException e) {
      metrics.receiverFailed();
      LOG.error("the receiver of a {} failed", packet.getClass().getSimpleName(), e);
    }
  }

  static Answer.Failure unavailable(Request request, String why) {
    return new Answer.Failure(request.request(), ErrorCode.SERVICE_UNAVAILABLE, why, null);
  }
}
