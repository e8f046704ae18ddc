package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.history.ChangesPage;
import io.realtimegateway.engine.history.ChangesReader;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Answer.Change;
import io.realtimegateway.protocol.packet.Answer.ResetReason;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Answers "changes since" in one conversation: a page is read off the loop, and afterwards checked
/// against the changes since the read began.
final class ResumeCommands {
  private final ShardPort shard;
  private final ChangesReader changes;
  private final Conversation core;
  private final PendingAnswers answers;
  private final Set<Reading> readings = new HashSet<>();

  ResumeCommands(
      ShardPort shard, ChangesReader changes, Conversation core, PendingAnswers answers) {
    this.shard = shard;
    this.changes = changes;
    this.core = core;
    this.answers = answers;
  }

  /// A page that is being read, and the objects that changed since the read began: messages, name
  /// and metadata.
  private static final class Reading {
    final PeerLink from;
    final Command.Resume resume;
    final long committed;
    final Map<Long, Long> changed = new HashMap<>();
    long updatedSeq;

    /// @param committed seq of the newest event when the read begins
    Reading(PeerLink from, Command.Resume resume, long committed) {
      this.from = from;
      this.resume = resume;
      this.committed = committed;
    }

    /// Whether there are events after the reader's seq, but the page reaches none of them. An empty
    /// page with `more` would be requested again endlessly.
    boolean hasNothingOf(ChangesPage page) {
      return page.reach() <= resume.seq() && resume.seq() < committed;
    }

    /// A text that was changed or deleted during the read must not be sent.
    boolean isLatest(Change change) {
      if (change.event() instanceof Event.ConversationUpdated) {
        return updatedSeq <= change.changeSeq();
      }
      return !(change.event() instanceof Event.Message seen)
          || changed.getOrDefault(seen.messageID(), 0L) <= change.changeSeq();
    }
  }

  void page(PeerLink from, Command.Resume resume) {
    if (!mayRead(resume)) {
      reset(from, resume, ResetReason.NOT_MEMBER);
    } else if (resume.epoch() != 0 && resume.epoch() != shard.log().epoch()) {
      reset(from, resume, ResetReason.EPOCH);
    } else if (resume.seq() > core.committed()) {
      reset(from, resume, ResetReason.AHEAD);
    } else {
      read(new Reading(from, resume, core.committed()));
    }
  }

  private void read(Reading reading) {
    Command.Resume resume = reading.resume;
    readings.add(reading);
    if (resume.seq() == core.committed()) {
      answer(reading, new ChangesPage(List.of(), resume.seq(), resume.seq()));
      return;
    }
    shard.read(
        () -> changes.page(core.id(), resume.seq(), resume.limit()),
        page -> answer(reading, page),
        failure -> {
          shard.lookUpFailed(failure);
          unavailable(reading, "the history cannot be read now");
        });
  }

  /// The store may return records that are not known to be committed yet. The page waits for their
  /// commit, because they may replace committed ones.
  private void answer(Reading reading, ChangesPage page) {
    if (reading.hasNothingOf(page)) {
      unavailable(reading, "the archive is behind; try again later");
      return;
    }
    answers.send(
        page.newest(), () -> send(reading, page), () -> unavailable(reading, "try again later"));
  }

  private void send(Reading reading, ChangesPage page) {
    readings.remove(reading);
    Command.Resume resume = reading.resume;
    if (mayRead(resume)) {
      reading.from.send(changes(reading, page));
    } else {
      reading.from.send(
          new Answer.Reset(resume.request(), core.id(), Answer.ResetReason.NOT_MEMBER));
    }
  }

  private Answer.Changes changes(Reading reading, ChangesPage page) {
    long committed = core.committed();
    List<Change> items = page.items().stream().filter(reading::isLatest).toList();
    return new Answer.Changes(
        reading.resume.request(),
        core.id(),
        shard.log().epoch(),
        page.reach(),
        page.reach() < committed,
        items);
  }

  private boolean mayRead(Command.Resume resume) {
    return resume.authority() == Authority.APPLICATION || core.isCommittedMember(resume.userID());
  }

  private void unavailable(Reading reading, String message) {
    readings.remove(reading);
    reading.from.refuse(reading.resume.request(), ErrorCode.SERVICE_UNAVAILABLE, message);
  }

  private void reset(PeerLink from, Command.Resume resume, ResetReason reason) {
    answers.send(
        core.committed(),
        () -> from.send(new Answer.Reset(resume.request(), core.id(), reason)),
        () -> from.refuse(resume.request(), ErrorCode.SERVICE_UNAVAILABLE, "try again later"));
  }

  /// A message was edited or deleted.
  void changed(long messageID, long seq) {
    readings.forEach(reading -> reading.changed.put(messageID, seq));
  }

  /// The name or metadata of the conversation changed.
  void updated(long seq) {
    readings.forEach(reading -> reading.updatedSeq = seq);
  }

  boolean isIdle() {
    return readings.isEmpty();
  }
}
