package io.realtimegateway.engine.shard;

import io.realtimegateway.engine.core.Conversation;
import io.realtimegateway.engine.core.Message;
import io.realtimegateway.engine.history.ChangesPage;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Answer.Change;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import java.util.List;

/// Answers "changes since": read off the loop, checked against memory when it comes back.
final class CatchUp {
  private final Shard shard;
  private final Conversation core;

  CatchUp(Shard shard, Conversation core) {
    this.shard = shard;
    this.core = core;
  }

  void page(PeerLink from, Command.Resume resume) {
    if (resume.seq() == core.committed()) {
      answer(from, resume, new ChangesPage(List.of(), resume.seq()));
      return;
    }
    shard
        .elsewhere()
        .call(
            () -> shard.services().changes().page(core.id(), resume.seq(), resume.limit()),
            page -> shard.guard(() -> answer(from, resume, page)),
            failure ->
                shard.guard(
                    () -> {
                      shard.failedLookUp(failure);
                      from.refuse(
                          resume.request(),
                          ErrorCode.SERVICE_UNAVAILABLE,
                          "the history cannot be read now");
                    }));
  }

  private void answer(PeerLink from, Command.Resume resume, ChangesPage page) {
    shard
        .writer()
        .barrier(
            () -> from.send(changes(resume, page)),
            () ->
                from.refuse(resume.request(), ErrorCode.SERVICE_UNAVAILABLE, "repeat this later"));
  }

  /// What is not committed yet is left for a later page, and so is what changed while the page was
  /// read: a text that was deleted meanwhile is told to nobody.
  private Answer.Changes changes(Command.Resume resume, ChangesPage page) {
    long committed = core.committed();
    long reach = Math.min(page.reach(), committed);
    List<Change> items =
        page.items().stream()
            .filter(change -> change.changeSeq() <= committed && isLatest(change))
            .toList();
    return new Answer.Changes(
        resume.request(), core.id(), shard.epoch(), reach, reach < committed, items);
  }

  private boolean isLatest(Change change) {
    if (!(change.event() instanceof Event.Message seen)) {
      return true;
    }
    Message known = core.message(seen.messageID());
    return known == null || known.changeSeq() <= change.changeSeq();
  }
}
