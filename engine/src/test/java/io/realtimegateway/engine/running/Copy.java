package io.realtimegateway.engine.running;

import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Event;
import java.util.Map;
import java.util.TreeMap;

/// What a client holds of one conversation, built by the rules of the contract. Guarded by the
/// session that has it.
final class Copy {
  /// A message.
  ///
  /// @param text empty once deleted
  record Held(long changeSeq, String text) {}

  private record Member(long changeSeq, boolean isMember) {}

  private final Map<Long, Held> messages = new TreeMap<>();
  private final Map<Long, Member> members = new TreeMap<>();
  private String properties = "";
  private long updatedSeq;
  private long seq;
  private boolean hasMissed;

  /// A live event: one that is not the next is a gap.
  void live(long eventSeq, Event event) {
    if (eventSeq == seq + 1 && !hasMissed) {
      seq = eventSeq;
    } else if (eventSeq > seq) {
      hasMissed = true;
    }
    apply(eventSeq, event);
  }

  void miss() {
    hasMissed = true;
  }

  boolean hasMissed() {
    return hasMissed;
  }

  long seq() {
    return seq;
  }

  Map<Long, Held> messages() {
    return new TreeMap<>(messages);
  }

  /// Whom it heard of, and whether they are members.
  Map<Long, Boolean> members() {
    Map<Long, Boolean> heard = new TreeMap<>();
    members.forEach((user, member) -> heard.put(user, member.isMember));
    return heard;
  }

  /// Name and metadata as it heard of them last, empty before the first change.
  String properties() {
    return properties;
  }

  void page(Answer.Changes page) {
    page.items().forEach(item -> apply(item.changeSeq(), item.event()));
    seq = Math.max(seq, page.seq());
    hasMissed = page.more();
  }

  private void apply(long at, Event event) {
    switch (event) {
      case Event.Message message -> hold(message.messageID(), at, message.content());
      case Event.MessageUpdated edit -> hold(edit.messageID(), at, edit.content());
      case Event.MessageDeleted gone -> hold(gone.messageID(), at, "");
      case Event.MemberAdded added -> member(added.userID(), at, true);
      case Event.MemberRemoved removed -> member(removed.userID(), at, false);
      case Event.ConversationUpdated now -> {
        if (updatedSeq < at) {
          updatedSeq = at;
          properties = now.groupName() + " " + now.metadata();
        }
      }
      case Event.AddedToConversation _,
          Event.RemovedFromConversation _,
          Event.TypingEvent _,
          Event.Presence _,
          Event.UserUpdated _,
          Event.ReadMarker _ -> {}
    }
  }

  private void member(long userID, long at, boolean isMember) {
    members.merge(
        userID,
        new Member(at, isMember),
        (before, after) -> before.changeSeq < after.changeSeq ? after : before);
  }

  private void hold(long messageID, long at, String text) {
    Held before = messages.get(messageID);
    if (before == null || before.changeSeq() < at) {
      messages.put(messageID, new Held(at, text));
    }
  }
}
