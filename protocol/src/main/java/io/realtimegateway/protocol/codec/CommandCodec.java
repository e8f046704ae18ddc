package io.realtimegateway.protocol.codec;

import static io.realtimegateway.protocol.codec.FieldReader.flag;
import static io.realtimegateway.protocol.codec.FieldReader.longs;
import static io.realtimegateway.protocol.codec.FieldReader.optionalText;
import static io.realtimegateway.protocol.codec.FieldReader.text;
import static io.realtimegateway.protocol.codec.FieldReader.u16;
import static io.realtimegateway.protocol.codec.FieldReader.u64;
import static io.realtimegateway.protocol.codec.FieldReader.u8;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;

/// Payloads of commands.
final class CommandCodec {
  private static final Authority[] AUTHORITIES = Authority.values();

  private CommandCodec() {}

  static Opcode write(ByteBuf out, Command command) {
    return switch (command) {
      case Command.SendMessage send -> sendMessage(out, send);
      case Command.UpdateMessage update -> updateMessage(out, update);
      case Command.DeleteMessage delete -> deleteMessage(out, delete);
      case Command.Typing(
              long request,
              long session,
              long userID,
              long conversationID,
              boolean isTyping) -> {
        out.writeLong(request).writeLong(session).writeLong(userID).writeLong(conversationID);
        FieldWriter.flag(out, isTyping);
        yield Opcode.TYPING;
      }
      case Command.MarkRead(
              long request,
              long session,
              long userID,
              long conversationID,
              long seq) -> {
        out.writeLong(request)
            .writeLong(session)
            .writeLong(userID)
            .writeLong(conversationID)
            .writeLong(seq);
        yield Opcode.MARK_READ;
      }
      case Command.AddMembers add -> addMembers(out, add);
      case Command.RemoveMember remove -> removeMember(out, remove);
      case Command.UpdateConversation update -> updateConversation(out, update);
      case Command.Announce(long request, long userID, long conversationID) -> {
        out.writeLong(request).writeLong(userID).writeLong(conversationID);
        yield Opcode.ANNOUNCE;
      }
      case Command.Resume resume -> resume(out, resume);
      case Command.Barrier(
              long request,
              long userID,
              long conversationID,
              int onShard,
              long waitMillis) -> {
        out.writeLong(request)
            .writeLong(userID)
            .writeLong(conversationID)
            .writeByte(onShard)
            .writeLong(waitMillis);
        yield Opcode.BARRIER;
      }
      case Command.QueryPresence query -> {
        out.writeLong(query.request()).writeLong(query.userID()).writeByte(query.onShard());
        FieldWriter.longs(out, query.users());
        yield Opcode.QUERY_PRESENCE;
      }
    };
  }

  private static Opcode sendMessage(ByteBuf out, Command.SendMessage send) {
    out.writeLong(send.request());
    out.writeLong(send.userID());
    out.writeLong(send.conversationID());
    FieldWriter.constant(out, send.authority());
    FieldWriter.text(out, send.name());
    FieldWriter.flag(out, send.clientNamed());
    FieldWriter.text(out, send.content());
    FieldWriter.optionalText(out, send.metadata());
    return Opcode.SEND_MESSAGE;
  }

  static Command.SendMessage sendMessage(ByteBuf in) {
    return new Command.SendMessage(
        u64(in), u64(in), u64(in), authority(in), text(in), flag(in), text(in), optionalText(in));
  }

  private static Opcode updateMessage(ByteBuf out, Command.UpdateMessage update) {
    out.writeLong(update.request());
    out.writeLong(update.userID());
    out.writeLong(update.conversationID());
    out.writeLong(update.messageID());
    FieldWriter.constant(out, update.authority());
    FieldWriter.text(out, update.name());
    FieldWriter.flag(out, update.clientNamed());
    FieldWriter.text(out, update.content());
    FieldWriter.optionalText(out, update.metadata());
    out.writeLong(update.ifChangeSeq());
    return Opcode.UPDATE_MESSAGE;
  }

  static Command.UpdateMessage updateMessage(ByteBuf in) {
    return new Command.UpdateMessage(
        u64(in),
        u64(in),
        u64(in),
        u64(in),
        authority(in),
        text(in),
        flag(in),
        text(in),
        optionalText(in),
        u64(in));
  }

  private static Opcode deleteMessage(ByteBuf out, Command.DeleteMessage delete) {
    out.writeLong(delete.request());
    out.writeLong(delete.userID());
    out.writeLong(delete.conversationID());
    out.writeLong(delete.messageID());
    FieldWriter.constant(out, delete.authority());
    FieldWriter.text(out, delete.name());
    FieldWriter.flag(out, delete.clientNamed());
    out.writeLong(delete.ifChangeSeq());
    return Opcode.DELETE_MESSAGE;
  }

  static Command.DeleteMessage deleteMessage(ByteBuf in) {
    return new Command.DeleteMessage(
        u64(in), u64(in), u64(in), u64(in), authority(in), text(in), flag(in), u64(in));
  }

  static Command.Typing typing(ByteBuf in) {
    return new Command.Typing(u64(in), u64(in), u64(in), u64(in), flag(in));
  }

  static Command.MarkRead markRead(ByteBuf in) {
    return new Command.MarkRead(u64(in), u64(in), u64(in), u64(in), u64(in));
  }

  private static Opcode addMembers(ByteBuf out, Command.AddMembers add) {
    out.writeLong(add.request());
    out.writeLong(add.userID());
    out.writeLong(add.conversationID());
    FieldWriter.constant(out, add.authority());
    FieldWriter.text(out, add.name());
    FieldWriter.longs(out, add.members());
    return Opcode.ADD_MEMBERS;
  }

  static Command.AddMembers addMembers(ByteBuf in) {
    return new Command.AddMembers(u64(in), u64(in), u64(in), authority(in), text(in), longs(in));
  }

  private static Opcode removeMember(ByteBuf out, Command.RemoveMember remove) {
    out.writeLong(remove.request());
    out.writeLong(remove.userID());
    out.writeLong(remove.conversationID());
    FieldWriter.constant(out, remove.authority());
    FieldWriter.text(out, remove.name());
    out.writeLong(remove.member());
    return Opcode.REMOVE_MEMBER;
  }

  static Command.RemoveMember removeMember(ByteBuf in) {
    return new Command.RemoveMember(u64(in), u64(in), u64(in), authority(in), text(in), u64(in));
  }

  private static Opcode updateConversation(ByteBuf out, Command.UpdateConversation update) {
    out.writeLong(update.request());
    out.writeLong(update.userID());
    out.writeLong(update.conversationID());
    FieldWriter.constant(out, update.authority());
    FieldWriter.text(out, update.name());
    FieldWriter.flag(out, update.clientNamed());
    FieldWriter.optionalText(out, update.groupName());
    FieldWriter.optionalText(out, update.metadata());
    return Opcode.UPDATE_CONVERSATION;
  }

  static Command.UpdateConversation updateConversation(ByteBuf in) {
    return new Command.UpdateConversation(
        u64(in),
        u64(in),
        u64(in),
        authority(in),
        text(in),
        flag(in),
        optionalText(in),
        optionalText(in));
  }

  static Command.Announce announce(ByteBuf in) {
    return new Command.Announce(u64(in), u64(in), u64(in));
  }

  private static Opcode resume(ByteBuf out, Command.Resume resume) {
    out.writeLong(resume.request());
    out.writeLong(resume.userID());
    out.writeLong(resume.conversationID());
    FieldWriter.constant(out, resume.authority());
    out.writeLong(resume.seq());
    out.writeLong(resume.epoch());
    out.writeShort(resume.limit());
    return Opcode.RESUME;
  }

  static Command.Resume resume(ByteBuf in) {
    return new Command.Resume(u64(in), u64(in), u64(in), authority(in), u64(in), u64(in), u16(in));
  }

  static Command.Barrier barrier(ByteBuf in) {
    return new Command.Barrier(u64(in), u64(in), u64(in), u8(in), u64(in));
  }

  static Command.QueryPresence queryPresence(ByteBuf in) {
    return new Command.QueryPresence(u64(in), u64(in), u8(in), longs(in));
  }

  private static Authority authority(ByteBuf in) {
    return FieldReader.constant(in, AUTHORITIES);
  }
}
