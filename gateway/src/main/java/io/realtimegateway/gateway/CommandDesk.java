package io.realtimegateway.gateway;

import io.netty.buffer.ByteBuf;
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
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.Ticket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns what clients ask into requests to the engine, and its answers into frames. One for each
/// loop.
final class CommandDesk {
  private static final int MOST_TYPING = 4096;

  /// Who typed under a request number: typing is answered only where it is refused.
  private record Typist(long handle, @Nullable String ref) {}

  private final GatewayLoop loop;
  private final Function<String, Optional<Ticket>> tickets;
  private final Utf8Chars chars = new Utf8Chars(SessionSocket.MOST_MESSAGE_BYTES);
  private final CommandReader reader = new CommandReader();
  private final Map<Long, Typist> typists =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Typist> eldest) {
          return size() > MOST_TYPING;
        }
      };

  /// @param tickets verifies one
  CommandDesk(GatewayLoop loop, Function<String, Optional<Ticket>> tickets) {
    this.loop = loop;
    this.tickets = tickets;
  }

  /// Takes one text message of a session. Whatever goes wrong is answered.
  void take(Session session, ByteBuf message) {
    int length = chars.decode(message);
    if (length < 0) {
      session.close(CloseCode.BAD_UTF8, "not UTF-8");
      return;
    }
    ClientFrame frame = reader.read(chars.array(), length);
    try {
      switch (frame) {
        case ClientFrame.Accepted(String ref, ClientCommand command) ->
            start(session, ref, command);
        case ClientFrame.Refused(String ref, ErrorCode code, String says, String target) ->
            session.receiver().answer(frames().error(ref, code, says, target));
      }
    } catch (RuntimeException thrown) {
      loop.metrics().failed("a command", thrown);
      error(session, frame.ref(), ErrorCode.INTERNAL, "something went wrong here");
    }
  }

  private void start(Session session, @Nullable String ref, ClientCommand command) {
    switch (command) {
      case ClientCommand.SendMessage send -> send(session, ref, send);
      case ClientCommand.UpdateMessage update -> update(session, ref, update);
      case ClientCommand.DeleteMessage delete -> delete(session, ref, delete);
      case ClientCommand.Typing typing -> typing(session, ref, typing);
      case ClientCommand.Read read -> read(session, ref, read);
      case ClientCommand.Resume resume -> {
        // One was counted when the command was taken.
        session.ofUser().charge(resume.conversations().size() - 1, loop.nanos());
        session.resumes().add(ref, resume);
      }
      case ClientCommand.Refresh refresh -> refresh(session, ref, refresh);
      case ClientCommand.Ping _ ->
          session.receiver().answer(frames().pong(ref, loop.clock().millis()));
    }
  }

  private void send(Session session, @Nullable String ref, ClientCommand.SendMessage send) {
    String clientName = send.clientMessageID();
    ask(
        session,
        ref,
        new Command.SendMessage(
            loop.links().nextRequest(),
            session.userID(),
            send.conversationID(),
            Authority.USER,
            clientName == null ? loop.newName() : clientName,
            clientName != null,
            send.content(),
            send.metadata()),
        ack -> frames().sent(ref, ack, clientName));
  }

  private void update(Session session, @Nullable String ref, ClientCommand.UpdateMessage update) {
    String clientName = update.commandID();
    ask(
        session,
        ref,
        new Command.UpdateMessage(
            loop.links().nextRequest(),
            session.userID(),
            update.conversationID(),
            update.messageID(),
            Authority.USER,
            clientName == null ? loop.newName() : clientName,
            clientName != null,
            update.content(),
            update.metadata(),
            Command.condition(update.ifChangeSeq())),
        ack -> frames().updated(ref, ack));
  }

  private void delete(Session session, @Nullable String ref, ClientCommand.DeleteMessage delete) {
    String clientName = delete.commandID();
    ask(
        session,
        ref,
        new Command.DeleteMessage(
            loop.links().nextRequest(),
            session.userID(),
            delete.conversationID(),
            delete.messageID(),
            Authority.USER,
            clientName == null ? loop.newName() : clientName,
            clientName != null,
            Command.condition(delete.ifChangeSeq())),
        ack -> frames().deleted(ref, ack));
  }

  private void read(Session session, @Nullable String ref, ClientCommand.Read read) {
    ask(
        session,
        ref,
        new Command.MarkRead(
            loop.links().nextRequest(),
            session.handle(),
            session.userID(),
            read.conversationID(),
            read.seq()),
        ack -> frames().marked(ref, ack));
  }

  private void typing(Session session, @Nullable String ref, ClientCommand.Typing typing) {
    long request = loop.links().nextRequest();
    typists.put(request, new Typist(session.handle(), ref));
    loop.links()
        .send(
            Shards.ofConversation(typing.conversationID()),
            new Command.Typing(
                request,
                session.handle(),
                session.userID(),
                typing.conversationID(),
                typing.isTyping()));
  }

  /// The engine refused something that is not answered otherwise.
  void refused(Answer.Failure failure) {
    Typist typist = typists.remove(failure.request());
    Session session = typist == null ? null : loop.sessions().of(typist.handle());
    if (typist != null && session != null) {
      refuse(session, typist.ref(), failure);
    }
  }

  private void refresh(Session session, @Nullable String ref, ClientCommand.Refresh refresh) {
    Optional<Ticket> verified = tickets.apply(refresh.ticket());
    if (verified.isEmpty()) {
      error(session, ref, ErrorCode.UNAUTHORIZED, "the ticket is not valid");
      return;
    }
    Ticket ticket = verified.get();
    if (ticket.userID() != session.userID()) {
      error(session, ref, ErrorCode.FORBIDDEN, "the ticket is another user's");
      return;
    }
    ask(
        session,
        ref,
        new SessionPacket.RefreshSession(
            loop.links().nextRequest(),
            session.handle(),
            session.userID(),
            ticket.ticketID(),
            ticket.term(),
            ticket.issuedAt().toEpochMilli(),
            ticket.expiresAt().toEpochMilli(),
            ticket.loginID(),
            ticket.loginIssuedAt().toEpochMilli(),
            ticket.loginExpiresAt().toEpochMilli()),
        ack -> {
          session.refreshed(ticket.loginID(), ticket.loginIssuedAt().toEpochMilli(), ack.time());
          return frames().refreshed(ref, ack.time());
        });
  }

  /// Asks what is answered by an `Ack`.
  private void ask(
      Session session,
      @Nullable String ref,
      Request request,
      Function<Answer.Ack, ByteBuf> acknowledged) {
    session.asked();
    ask(
        session,
        request,
        answer -> {
          session.answered();
          if (answer instanceof Answer.Ack ack) {
            session.receiver().answer(acknowledged.apply(ack));
          } else {
            refuse(session, ref, answer);
          }
        });
  }

  /// Asks in the name of a session. Nothing is answered once that is closed.
  void ask(Session session, Request request, Consumer<Packet> answered) {
    loop.links()
        .request(
            request,
            loop.settings().waits().answer(),
            answer -> {
              if (session.isOpen()) {
                answered.accept(answer);
              }
            });
    loop.mindLink(session, request.shard());
  }

  /// Tells a session that its command came to nothing.
  void refuse(Session session, @Nullable String ref, Packet answer) {
    if (answer instanceof Answer.Failure(_, ErrorCode code, String says, String target)) {
      session.receiver().answer(frames().error(ref, code, says, target));
    } else {
      error(session, ref, ErrorCode.SERVICE_UNAVAILABLE, "the engine is busy elsewhere; try again");
    }
  }

  private void error(Session session, @Nullable String ref, ErrorCode code, String says) {
    session.receiver().answer(frames().error(ref, code, says, null));
  }

  private ServerFrames frames() {
    return loop.turn().frames();
  }
}
