package io.realtimegateway.gateway.session;

import io.netty.buffer.ByteBuf;
import io.realtimegateway.gateway.LoopEnvironment;
import io.realtimegateway.gateway.inbound.ClientCommand;
import io.realtimegateway.gateway.inbound.ClientFrame;
import io.realtimegateway.gateway.inbound.CommandReader;
import io.realtimegateway.gateway.inbound.Utf8Chars;
import io.realtimegateway.gateway.outbound.ServerFrames;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.CloseCode;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.Ticket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Turns text messages of clients into requests to the engine, and their answers into frames. One
/// for each loop.
public final class CommandDispatcher {
  private static final int MOST_TYPING = 4096;

  /// Who sent a typing signal: it is answered only if the engine refuses it.
  private record TypingSignal(long handle, @Nullable String ref) {}

  private final LoopEnvironment loop;
  private final EngineRequests engine;
  private final SessionIndex sessions;
  private final Utf8Chars chars = new Utf8Chars(SessionSocket.MOST_MESSAGE_BYTES);
  private final CommandReader reader = new CommandReader();

  /// The latest typing signals, by request number.
  private final Map<Long, TypingSignal> typing =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, TypingSignal> eldest) {
          return size() > MOST_TYPING;
        }
      };

  public CommandDispatcher(LoopEnvironment loop, EngineRequests engine, SessionIndex sessions) {
    this.loop = loop;
    this.engine = engine;
    this.sessions = sessions;
  }

  /// Takes one text message of a session. A message that is no command is answered with an error.
  public void dispatch(ClientSession session, ByteBuf message) {
    int length = chars.decode(message);
    if (length < 0) {
      session.close(CloseCode.BAD_UTF8, "not UTF-8");
      return;
    }
    ClientFrame frame = reader.read(chars.array(), length);
    try {
      switch (frame) {
        case ClientFrame.Accepted(String ref, ClientCommand command) ->
            dispatch(session, ref, command);
        case ClientFrame.Refused(String ref, ErrorCode code, String reason, String target) ->
            session.output().answer(frames().error(ref, code, reason, target));
      }
    } catch (RuntimeException thrown) {
      loop.metrics().failed("a command", thrown);
      session
          .requests()
          .refuse(
              frame.ref(),
              ErrorCode.INTERNAL,
              "the server failed to process this command; its log says why");
    }
  }

  private void dispatch(ClientSession session, @Nullable String ref, ClientCommand command) {
    switch (command) {
      case ClientCommand.SendMessage send -> send(session, ref, send);
      case ClientCommand.UpdateMessage update ->
          session.requests().send(ref, packet(session, update), ack -> frames().updated(ref, ack));
      case ClientCommand.DeleteMessage delete ->
          session.requests().send(ref, packet(session, delete), ack -> frames().deleted(ref, ack));
      case ClientCommand.Typing signal -> typing(session, ref, signal);
      case ClientCommand.Read read ->
          session.requests().send(ref, packet(session, read), ack -> frames().marked(ref, ack));
      case ClientCommand.Resume resume -> {
        // The first conversation was counted when the command was taken.
        session.rateOfUser().charge(resume.conversations().size() - 1, loop.nanos());
        session.resumes().add(ref, resume);
      }
      case ClientCommand.Refresh refresh -> refresh(session, ref, refresh);
      case ClientCommand.Ping _ -> session.output().answer(frames().pong(ref, loop.millis()));
    }
  }

  private void send(ClientSession session, @Nullable String ref, ClientCommand.SendMessage send) {
    String clientName = send.clientMessageID();
    session.requests().send(ref, packet(session, send), ack -> frames().sent(ref, ack, clientName));
  }

  // ---- packets

  private Command.SendMessage packet(ClientSession session, ClientCommand.SendMessage send) {
    String clientName = send.clientMessageID();
    return new Command.SendMessage(
        engine.nextRequest(),
        session.userID(),
        send.conversationID(),
        Authority.USER,
        nameOr(clientName),
        clientName != null,
        send.content(),
        send.metadata());
  }

  private Command.UpdateMessage packet(ClientSession session, ClientCommand.UpdateMessage update) {
    String clientName = update.commandID();
    return new Command.UpdateMessage(
        engine.nextRequest(),
        session.userID(),
        update.conversationID(),
        update.messageID(),
        Authority.USER,
        nameOr(clientName),
        clientName != null,
        update.content(),
        update.metadata(),
        Command.condition(update.ifChangeSeq()));
  }

  private Command.DeleteMessage packet(ClientSession session, ClientCommand.DeleteMessage delete) {
    String clientName = delete.commandID();
    return new Command.DeleteMessage(
        engine.nextRequest(),
        session.userID(),
        delete.conversationID(),
        delete.messageID(),
        Authority.USER,
        nameOr(clientName),
        clientName != null,
        Command.condition(delete.ifChangeSeq()));
  }

  private Command.MarkRead packet(ClientSession session, ClientCommand.Read read) {
    return new Command.MarkRead(
        engine.nextRequest(),
        session.handle(),
        session.userID(),
        read.conversationID(),
        read.seq());
  }

  private String nameOr(@Nullable String clientName) {
    return clientName == null ? loop.newName() : clientName;
  }

  // ---- typing

  private void typing(ClientSession session, @Nullable String ref, ClientCommand.Typing signal) {
    long request = engine.nextRequest();
    typing.put(request, new TypingSignal(session.handle(), ref));
    engine.send(
        Shards.ofConversation(signal.conversationID()),
        new Command.Typing(
            request,
            session.handle(),
            session.userID(),
            signal.conversationID(),
            signal.isTyping()));
  }

  /// The engine refused a packet that is not answered otherwise: a typing signal.
  public void typingRefused(Answer.Failure failure) {
    TypingSignal refused = typing.remove(failure.request());
    ClientSession session = refused == null ? null : sessions.of(refused.handle());
    if (refused != null && session != null) {
      session.requests().refuse(refused.ref(), failure);
    }
  }

  // ---- refresh

  private void refresh(ClientSession session, @Nullable String ref, ClientCommand.Refresh refresh) {
    Optional<Ticket> verified = loop.process().tickets().apply(refresh.ticket());
    if (verified.isEmpty()) {
      session.requests().refuse(ref, ErrorCode.UNAUTHORIZED, "the ticket is not valid");
      return;
    }
    Ticket ticket = verified.get();
    if (ticket.userID() != session.userID()) {
      session.requests().refuse(ref, ErrorCode.FORBIDDEN, "the ticket is another user's");
      return;
    }
    session
        .requests()
        .send(
            ref,
            packet(session, ticket),
            ack -> {
              session.refreshed(
                  ticket.loginID(), ticket.loginIssuedAt().toEpochMilli(), ack.time());
              return frames().refreshed(ref, ack.time());
            });
  }

  private SessionPacket.RefreshSession packet(ClientSession session, Ticket ticket) {
    return new SessionPacket.RefreshSession(
        engine.nextRequest(),
        session.handle(),
        session.userID(),
        ticket.ticketID(),
        ticket.term(),
        ticket.issuedAt().toEpochMilli(),
        ticket.expiresAt().toEpochMilli(),
        ticket.loginID(),
        ticket.loginIssuedAt().toEpochMilli(),
        ticket.loginExpiresAt().toEpochMilli());
  }

  private ServerFrames frames() {
    return loop.frames();
  }
}
