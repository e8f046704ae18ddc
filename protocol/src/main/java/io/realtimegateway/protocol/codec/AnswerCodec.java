package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.constant;
import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.longs;
import static io.realtimegateway.protocol.codec.FieldReader.optionalText;
import static io.realtimegateway.protocol.codec.FieldReader.text;
import static io.realtimegateway.protocol.codec.FieldReader.u64;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;

/// Payloads of answers.
final class AnswerCodec {
  private static final ErrorCode[] ERROR_CODES = ErrorCode.values();
  private static final Answer.ResetReason[] RESET_REASONS = Answer.ResetReason.values();
  private static final int LEAST_CHANGE_BYTES = 2 * Long.BYTES + EventCodec.NESTED_HEADER_BYTES;

  private AnswerCodec() {}

  static Opcode write(ByteBuf out, Answer answer) {
    return switch (answer) {
      case Answer.Ack ack -> ack(out, ack);
      case Answer.Failure failure -> failure(out, failure);
      case Answer.Redeemed(long request) -> {
        out.writeLong(request);
        yield Opcode.REDEEMED;
      }
      case Answer.Changes changes -> changes(out, changes);
      case Answer.Reset(long request, long conversationID, Answer.ResetReason reason) -> {
        out.writeLong(request).writeLong(conversationID);
        FieldWriter.constant(out, reason);
        yield Opcode.RESET;
      }
      case Answer.BarrierPassed(long request, long seq, long epoch, long readSeq) -> {
        out.writeLong(request).writeLong(seq).writeLong(epoch).writeLong(readSeq);
        yield Opcode.BARRIER_PASSED;
      }
      case Answer.PresenceState state -> {
        out.writeLong(state.request());
        FieldWriter.longs(out, state.online());
        yield Opcode.PRESENCE_STATE;
      }
    };
  }

  private static Opcode ack(ByteBuf out, Answer.Ack ack) {
    out.writeLong(ack.request());
    out.writeLong(ack.conversationID());
    out.writeLong(ack.messageID());
    out.writeLong(ack.seq());
    out.writeLong(ack.time());
    FieldWriter.flag(out, ack.repeated());
    FieldWriter.flag(out, ack.deleted());
    return Opcode.ACK;
  }

  static Answer.Ack ack(ByteBuf in) {
    return new Answer.Ack(u64(in), u64(in), u64(in), u64(in), u64(in), flag(in), flag(in));
  }

  private static Opcode failure(ByteBuf out, Answer.Failure failure) {
    out.writeLong(failure.request());
    FieldWriter.constant(out, failure.code());
    FieldWriter.text(out, failure.message());
    FieldWriter.optionalText(out, failure.target());
    return Opcode.FAILURE;
  }

  static Answer.Failure failure(ByteBuf in) {
    return new Answer.Failure(u64(in), constant(in, ERROR_CODES), text(in), optionalText(in));
  }

  static Answer.Redeemed redeemed(ByteBuf in) {
    return new Answer.Redeemed(u64(in));
  }

  private static Opcode changes(ByteBuf out, Answer.Changes changes) {
    out.writeLong(changes.request());
    out.writeLong(changes.conversationID());
    out.writeLong(changes.epoch());
    out.writeLong(changes.seq());
    FieldWriter.flag(out, changes.more());
    out.writeShort(changes.items().size());
    for (Answer.Change change : changes.items()) {
      out.writeLong(change.changeSeq());
      out.writeLong(change.updatedAt());
      EventCodec.writeNested(out, change.event());
    }
    return Opcode.CHANGES;
  }

  static Answer.Changes changes(ByteBuf in) {
    return new Answer.Changes(
        u64(in),
        u64(in),
        u64(in),
        u64(in),
        flag(in),
        FieldReader.list(in, LEAST_CHANGE_BYTES, AnswerCodec::change));
  }

  private static Answer.Change change(ByteBuf in) {
    return new Answer.Change(u64(in), u64(in), EventCodec.readNested(in));
  }

  static Answer.Reset reset(ByteBuf in) {
    return new Answer.Reset(u64(in), u64(in), constant(in, RESET_REASONS));
  }

  static Answer.BarrierPassed barrierPassed(ByteBuf in) {
    return new Answer.BarrierPassed(u64(in), u64(in), u64(in), u64(in));
  }

  static Answer.PresenceState presenceState(ByteBuf in) {
    return new Answer.PresenceState(u64(in), longs(in));
  }
}
