package io.realtimegateway.gateway.session;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.gateway.outbound.ServerFrames;
import io.realtimegateway.gateway.outbound.SessionOutput;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The commands of one session that wait for the engine. Their number is bounded: at the bound
/// further commands wait in the session.
final class SessionRequests {
  private final EngineRequests engine;
  private final SessionOutput output;
  private final ServerFrames frames;
  private final InputPauses pauses;
  private final int most;
  private final Runnable whenNoneIsLeft;
  private int inFlight;

  /// @param most commands that may wait for the engine
  /// @param whenNoneIsLeft runs each time the last one was answered
  SessionRequests(
      EngineRequests engine,
      SessionOutput output,
      ServerFrames frames,
      InputPauses pauses,
      int most,
      Runnable whenNoneIsLeft) {
    this.engine = engine;
    this.output = output;
    this.frames = frames;
    this.pauses = pauses;
    this.most = most;
    this.whenNoneIsLeft = whenNoneIsLeft;
  }

  long nextRequest() {
    return engine.nextRequest();
  }

  boolean isEmpty() {
    return inFlight == 0;
  }

  /// A command begins to wait for the engine.
  void begin() {
    inFlight++;
    if (inFlight >= most) {
      pauses.add(InputPauses.Pause.IN_FLIGHT);
    }
  }

  /// A command has its answer.
  void end() {
    inFlight--;
    if (inFlight < most) {
      pauses.remove(InputPauses.Pause.IN_FLIGHT);
    }
    if (inFlight == 0) {
      whenNoneIsLeft.run();
    }
  }

  /// Sends a command that is answered with `Ack` or refused.
  ///
  /// @param acknowledged makes the frame of an `Ack`
  void send(@Nullable String ref, Request request, Function<Answer.Ack, ByteBuf> acknowledged) {
    begin();
    send(
        request,
        answer -> {
          end();
          if (answer instanceof Answer.Ack ack) {
            output.answer(acknowledged.apply(ack));
          } else {
            refuse(ref, answer);
          }
        });
  }

  /// Sends a request. An answer that arrives after the end of the session is dropped.
  void send(Request request, Consumer<Packet> answered) {
    engine.sendCommand(
        request,
        pauses,
        answer -> {
          if (!output.isClosed()) {
            answered.accept(answer);
          }
        });
  }

  /// Sends the client an error for a command that the engine did not accept.
  void refuse(@Nullable String ref, Packet answer) {
    if (answer instanceof Answer.Failure(_, ErrorCode code, String message, String target)) {
      output.answer(frames.error(ref, code, message, target));
    } else {
      refuse(
          ref,
          ErrorCode.SERVICE_UNAVAILABLE,
          "another server has taken over this conversation or user; send the command again");
    }
  }

  void refuse(@Nullable String ref, ErrorCode code, String message) {
    output.answer(frames.error(ref, code, message, null));
  }
}
