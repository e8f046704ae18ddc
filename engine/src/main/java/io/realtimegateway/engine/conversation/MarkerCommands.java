package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import org.jspecify.annotations.Nullable;

/// Decides `MarkRead` for one conversation. It is acknowledged, and other sessions are notified,
/// once its marker is in the journal.
final class MarkerCommands {
  private final Conversation core;
  private final PendingAnswers answers;
  private final MarkerWriter writer;
  private final Moved moved;
  private int inFlight;

  /// Notified of a marker that is in the journal.
  interface Moved {
    /// A member has read further.
    ///
    /// @param mover the session that moved it, or null if there was none
    void moved(long userID, long seq, @Nullable SessionAddress mover);
  }

  MarkerCommands(Conversation core, PendingAnswers answers, MarkerWriter writer, Moved moved) {
    this.core = core;
    this.answers = answers;
    this.writer = writer;
    this.moved = moved;
  }

  void read(PeerLink from, Command.MarkRead read) {
    Member member = core.member(read.userID());
    if (member == null) {
      answers.refuseStranger(from, read.request());
      return;
    }
    if (member.joinedSeq() > core.committed()) {
      answers.send(member.joinedSeq(), () -> read(from, read), () -> unknown(from, read));
      return;
    }
    long marker = core.read(read.userID(), read.seq());
    if (marker < 0) {
      from.send(
          new Answer.Failure(
              read.request(), ErrorCode.BAD_ARGUMENT, "seq is above the newest event", "seq"));
    } else if (marker > member.readSeq()) {
      move(from, read, marker);
    } else {
      writer.await(core.id(), read.userID(), new Waiting(from, read, marker, false));
    }
  }

  private void move(PeerLink from, Command.MarkRead read, long marker) {
    inFlight++;
    long user = read.userID();
    SessionAddress mover =
        read.session() == 0 ? null : from.address().session(user, read.session());
    writer.moved(
        core.id(),
        user,
        marker,
        new Waiting(from, read, marker, true),
        () -> {
          Member member = core.member(user);
          if (member != null && member.joinedSeq() <= marker) {
            moved.moved(user, marker, mover);
          }
        });
  }

  /// Waits for a record.
  private final class Waiting implements MarkerWriter.Waiter {
    private final PeerLink from;
    private final Command.MarkRead read;
    private final long marker;
    private final boolean isMove;

    Waiting(PeerLink from, Command.MarkRead read, long marker, boolean isMove) {
      this.from = from;
      this.read = read;
      this.marker = marker;
      this.isMove = isMove;
    }

    @Override
    public void committed() {
      done();
      from.send(new Answer.Ack(read.request(), core.id(), 0, marker, 0, false, false));
    }

    @Override
    public void unknown() {
      done();
      MarkerCommands.unknown(from, read);
    }

    private void done() {
      if (isMove) {
        inFlight--;
      }
    }
  }

  private static void unknown(PeerLink from, Command.MarkRead read) {
    from.refuse(
        read.request(),
        ErrorCode.SERVICE_UNAVAILABLE,
        "the outcome of this command is unknown; send it again");
  }

  /// Whether every marker that memory has is in the journal.
  boolean isSettled() {
    return inFlight == 0;
  }
}
