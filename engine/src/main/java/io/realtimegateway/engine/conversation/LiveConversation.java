package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Decision;
import io.realtimegateway.engine.core.HistoryCommand;
import io.realtimegateway.engine.history.ClientEvents;
import io.realtimegateway.engine.loop.AppendWaiter;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import org.jspecify.annotations.Nullable;

/// A conversation in memory, ready for commands: its core, its members' sessions, and its
/// operations in progress.
final class LiveConversation {
  /// In a conversation with at most this many members, all of them receive each other's read
  /// markers.
  private static final int READ_MARKERS_TO_ALL = 50;

  private final ShardPort shard;
  private final ConversationServices services;
  private final HistoryCommands commands;
  private final Conversation core;
  private final MemberSessions sessions;
  private final PendingAnswers answers;
  private final CommandProcessor processor;
  private final ResumeCommands resumes;
  private final TypingUsers typing;
  private final ReadMarkerNotices markers;
  private final MarkerCommands markerCommands;
  private final Attention attention;
  private int inFlight;
  private boolean isInconsistent;
  private long usedAt;

  /// Requests of a conversation to its table.
  interface Attention {
    /// It has work at the next tick.
    void ticks(LiveConversation conversation);

    /// It is inconsistent with the journal: it must be evicted as soon as nothing of it is in
    /// progress.
    void isInconsistent(LiveConversation conversation);
  }

  /// A loaded conversation.
  ///
  /// @param writer of the read markers of its shard
  /// @param load number of this loading
  LiveConversation(
      ShardPort shard,
      ConversationServices services,
      HistoryCommands commands,
      MarkerWriter writer,
      Conversation core,
      ConversationAudience audience,
      long load,
      Attention attention) {
    this.shard = shard;
    this.services = services;
    this.commands = commands;
    this.core = core;
    this.attention = attention;
    this.sessions = new MemberSessions(shard, core, audience, services.presence(), load);
    this.answers = new PendingAnswers(core, shard);
    this.processor = new CommandProcessor(core, shard, services, answers, new Acceptance());
    this.resumes = new ResumeCommands(shard, services.changes(), core, answers);
    this.typing = new TypingUsers(core.id(), event -> sessions.deliver(event, event.userID()));
    this.markers = new ReadMarkerNotices(this::notifyOfMarker);
    this.markerCommands = new MarkerCommands(core, answers, writer, this::markerMoved);
    this.usedAt = shard.now();
  }

  Conversation core() {
    return core;
  }

  MemberSessions sessions() {
    return sessions;
  }

  void handle(PeerLink from, Command command) {
    usedAt = shard.now();
    if (isInconsistent && command instanceof Request request) {
      from.refuse(
          request.request(),
          ErrorCode.SERVICE_UNAVAILABLE,
          "The conversation is being loaded again. Repeat this later.");
      return;
    }
    switch (command) {
      case Command.SendMessage send -> decide(from, send.request(), commands.of(send));
      case Command.UpdateMessage update -> decide(from, update.request(), commands.of(update));
      case Command.DeleteMessage delete -> decide(from, delete.request(), commands.of(delete));
      case Command.AddMembers add -> decide(from, add.request(), commands.of(add));
      case Command.RemoveMember remove -> decide(from, remove.request(), commands.of(remove));
      case Command.UpdateConversation update -> decide(from, update.request(), commands.of(update));
      case Command.Typing typingCommand -> type(from, typingCommand);
      case Command.MarkRead read -> markerCommands.read(from, read);
      case Command.Announce announce ->
          from.send(ack(announce.request(), new CommandResult(0, core.committed(), 0, 0, 0)));
      case Command.Resume resume -> resumes.page(from, resume);
      case Command.Barrier barrier -> misdirected(from, barrier);
      case Command.QueryPresence query -> misdirected(from, query);
    }
  }

  private static void misdirected(PeerLink from, Request command) {
    from.refuse(command.request(), ErrorCode.BAD_REQUEST, "no command of a conversation");
  }

  private void decide(PeerLink from, long request, HistoryCommand wanted) {
    processor.process(new PendingCommand(from, request, wanted));
  }

  /// The outcome of commands.
  private final class Acceptance implements CommandProcessor.Outcome {
    @Override
    public void accepted(PendingCommand command, Decision.Accepted accepted) {
      inFlight++;
      shard.append(
          accepted.record(),
          new AppendWaiter() {
            @Override
            public void committed(long index) {
              commit(command, accepted, index);
            }

            @Override
            public void fenced() {
              command.outcomeUnknown();
            }
          });
    }

    @Override
    public void failed() {
      isInconsistent = true;
      attention.isInconsistent(LiveConversation.this);
    }
  }

  private void commit(PendingCommand command, Decision.Accepted accepted, long index) {
    inFlight--;
    sessions.committed(index);
    core.commit(accepted.record().lastSeq());
    command.from().send(ack(command.request(), accepted.result()));
    deliver(accepted.record());
    answers.committed();
  }

  private Answer.Ack ack(long request, CommandResult result) {
    return new Answer.Ack(
        request, core.id(), result.messageID(), result.seq(), result.time(), false, false);
  }

  private void deliver(ConversationEvent record) {
    switch (record) {
      case MessageCreated created -> {
        sessions.deliver(ClientEvents.of(created), 0);
        if (!typing.isEmpty()) {
          typing.sent(created.author());
        }
      }
      case MessageUpdated updated -> {
        resumes.changed(updated.messageID(), updated.seq());
        sessions.deliver(ClientEvents.of(updated), 0);
      }
      case MessageDeleted deleted -> {
        resumes.changed(deleted.messageID(), deleted.seq());
        sessions.deliver(ClientEvents.of(deleted), 0);
      }
      case ConversationUpdated updated -> {
        resumes.updated(updated.seq());
        sessions.deliver(ClientEvents.of(updated), 0);
      }
      case MembersAdded added -> {
        archiveNow();
        sessions.added(added);
      }
      case MemberRemoved removed -> {
        archiveNow();
        sessions.dismiss(removed);
        typing.sent(removed.user());
        markers.removed(removed.user());
        sessions.removed(removed);
      }
    }
  }

  /// Peers are read from PostgreSQL when the next session begins or ends.
  private void archiveNow() {
    services.archiver().flushNow(shard.log().shard(), shard.log().committedIndex());
  }

  private void type(PeerLink from, Command.Typing command) {
    if (!core.isMember(command.userID())) {
      answers.refuseStranger(from, command.request());
      return;
    }
    typing.typing(
        from.address().session(command.userID(), command.session()),
        command.isTyping(),
        shard.now());
    attention.ticks(this);
  }

  private void markerMoved(long user, long seq, @Nullable SessionAddress mover) {
    markers.moved(user, seq, mover, shard.now());
    attention.ticks(this);
  }

  private void notifyOfMarker(long user, long seq, @Nullable SessionAddress except) {
    Event event = new Event.ReadMarker(core.id(), user, seq);
    sessions.deliverTo(user, except, event);
    if (core.members().size() <= READ_MARKERS_TO_ALL) {
      sessions.deliver(event, user);
    }
  }

  /// A session has ended.
  void leave(SessionAddress address) {
    sessions.leave(address);
    typing.left(address);
  }

  /// Runs the work that is due.
  ///
  /// @return whether there is work at the next tick
  boolean tick(long now) {
    typing.tick(now);
    markers.tick(now);
    return !typing.isEmpty() || !markers.isEmpty();
  }

  boolean isIdle() {
    return isSettled()
        && processor.isIdle()
        && resumes.isIdle()
        && typing.isEmpty()
        && markers.isEmpty();
  }

  /// Whether nothing is in progress that a new load would miss.
  boolean isSettled() {
    return inFlight == 0 && sessions.isSettled() && answers.isEmpty() && markerCommands.isSettled();
  }

  long usedAt() {
    return usedAt;
  }

  /// Ends the conversation in memory; open commands are answered as unknown.
  void forget() {
    processor.forget();
    answers.forget();
    sessions.forget();
  }
}
