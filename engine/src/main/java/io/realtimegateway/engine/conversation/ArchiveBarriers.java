package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.archive.Archiver;
import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Command;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads of the database that wait until everything accepted before them is archived.
public final class ArchiveBarriers {
  private static final int MOST = 10_000;

  private final ShardPort shard;
  private final Archiver archiver;
  private final Runnable flushMarkers;
  private final List<Wait> waits = new ArrayList<>();

  /// A waiting read.
  ///
  /// @param index the archiver must reach it
  /// @param deadline nanoseconds
  private record Wait(long index, long deadline, Runnable passed, Runnable failed) {}

  /// No read waits.
  ///
  /// @param flushMarkers appends the delayed read markers
  ArchiveBarriers(ShardPort shard, Archiver archiver, Runnable flushMarkers) {
    this.shard = shard;
    this.archiver = archiver;
    this.flushMarkers = flushMarkers;
  }

  /// For a read of one conversation.
  ///
  /// @param core null if it is not in memory: then the row has everything except the epoch
  void one(PeerLink from, Command.Barrier barrier, @Nullable Conversation core) {
    await(
        barrier.waitMillis(),
        () -> shard.barrier(() -> from.send(passed(barrier, core)), () -> late(from, barrier)),
        () -> late(from, barrier));
  }

  /// For a read of a list: all shards of a log.
  public static void all(List<ArchiveBarriers> all, PeerLink from, Command.Barrier barrier) {
    AllPassed joint = new AllPassed(all.size(), from, barrier, all.getFirst().shard);
    all.forEach(one -> one.await(barrier.waitMillis(), joint::passed, joint::failed));
  }

  /// Answers when all waits have passed or the first one has failed.
  private static final class AllPassed {
    private final PeerLink from;
    private final Command.Barrier barrier;
    private final ShardPort first;
    private int open;

    AllPassed(int open, PeerLink from, Command.Barrier barrier, ShardPort first) {
      this.open = open;
      this.from = from;
      this.barrier = barrier;
      this.first = first;
    }

    void passed() {
      open--;
      if (open == 0) {
        Answer.BarrierPassed passed = new Answer.BarrierPassed(barrier.request(), 0, 0, 0);
        first.barrier(() -> from.send(passed), () -> late(from, barrier));
      }
    }

    void failed() {
      if (open > 0) {
        open = -1;
        late(from, barrier);
      }
    }
  }

  private Answer.BarrierPassed passed(Command.Barrier barrier, @Nullable Conversation core) {
    if (core == null) {
      return new Answer.BarrierPassed(barrier.request(), 0, shard.log().epoch(), 0);
    }
    Member member = core.member(barrier.userID());
    return new Answer.BarrierPassed(
        barrier.request(),
        core.committed(),
        shard.log().epoch(),
        member == null ? 0 : member.readSeq());
  }

  private static void late(PeerLink from, Command.Barrier barrier) {
    from.refuse(
        barrier.request(), ErrorCode.SERVICE_UNAVAILABLE, "the archive is behind; try again later");
  }

  /// Waits until every record of the shard is archived, including read markers.
  void await(long waitMillis, Runnable passed, Runnable failed) {
    flushMarkers.run();
    long index = shard.log().lastIndex();
    if (archiver.archivedIndex(shard.log().shard()) >= index) {
      passed.run();
    } else if (waits.size() >= MOST) {
      failed.run();
    } else {
      waits.add(new Wait(index, shard.now() + waitMillis * 1_000_000, passed, failed));
      archiver.flushNow(shard.log().shard(), index);
    }
  }

  /// Everything of the shard up to this index can be read in PostgreSQL.
  public void archived(long index) {
    if (waits.isEmpty()) {
      return;
    }
    List<Runnable> passed = new ArrayList<>();
    for (Iterator<Wait> all = waits.iterator(); all.hasNext(); ) {
      Wait wait = all.next();
      if (wait.index() <= index) {
        all.remove();
        passed.add(wait.passed());
      }
    }
    passed.forEach(shard::guard);
  }

  /// Fails the reads whose wait has expired.
  void tick(long now) {
    if (waits.isEmpty()) {
      return;
    }
    List<Runnable> failed = new ArrayList<>();
    for (Iterator<Wait> all = waits.iterator(); all.hasNext(); ) {
      Wait wait = all.next();
      if (now - wait.deadline() >= 0) {
        all.remove();
        failed.add(wait.failed());
      }
    }
    failed.forEach(shard::guard);
  }

  void forget() {
    List<Wait> all = List.copyOf(waits);
    waits.clear();
    all.forEach(wait -> shard.guard(wait.failed()));
  }
}
