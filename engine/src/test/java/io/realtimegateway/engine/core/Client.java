package io.realtimegateway.engine.core;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a client holds of one conversation, built by the rules of the contract: apply an object's
/// change only above the change that one has of it; a live seq that is not the next one is a gap.
final class Client {
  /// @param changeSeq of its last change
  /// @param text null once deleted
  record Held(long changeSeq, String text) {}

  final Map<Long, Held> messages = new TreeMap<>();
  final Map<Long, Long> members = new HashMap<>();
  long updatedSeq;
  @Nullable Properties properties;
  long seq;
  boolean hasGap;

  void live(Fact fact) {
    if (fact.seq() != seq + 1) {
      hasGap = true;
      return;
    }
    apply(fact);
    seq = fact.lastSeq();
  }

  void apply(Fact fact) {
    switch (fact) {
      case Fact.Created created -> message(created.messageID(), created.seq(), created.content());
      case Fact.Edited edited ->
          message(edited.message().messageID(), edited.seq(), edited.content());
      case Fact.Deleted deleted -> message(deleted.message().messageID(), deleted.seq(), "");
      case Fact.Added added -> {
        long at = added.seq();
        for (long user : added.users()) {
          member(user, at++, true);
        }
      }
      case Fact.Removed removed -> member(removed.user(), removed.seq(), false);
      case Fact.Updated updated -> {
        if (updatedSeq < updated.seq()) {
          updatedSeq = updated.seq();
          properties = updated.properties();
        }
      }
    }
  }

  private void message(long id, long at, String text) {
    Held held = messages.get(id);
    if (held == null || held.changeSeq() < at) {
      messages.put(id, new Held(at, text));
    }
  }

  /// Joined is positive, left negative.
  private void member(long user, long at, boolean joined) {
    Long held = members.get(user);
    if (held == null || Math.abs(held) < at) {
      members.put(user, joined ? at : -at);
    }
  }
}
