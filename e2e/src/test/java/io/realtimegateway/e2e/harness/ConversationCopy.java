package io.realtimegateway.e2e.harness;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a client holds of one conversation, kept by the rules of the public contract: an event is
/// applied to an object only above the object's last change, pages of changes move on how far the
/// copy is complete, and so do live events without a gap. While pages come, live events move on
/// nothing: the next page is asked for with the seq of the last, because objects whose last change
/// was heard live may not be known yet.
public final class ConversationCopy {

  private record MemberCopy(long changeSeq, boolean isMember) {}

  private final String epoch;
  private final Map<Long, MessageCopy> messages = new TreeMap<>();
  private final Map<Long, MemberCopy> members = new TreeMap<>();

  /// Live seqs above `complete` that were already received.
  private final TreeSet<Long> ahead = new TreeSet<>();

  private String title;
  private long titleSeq;
  private long complete;
  private boolean isCatchingUp;

  /// Holds nothing yet but the members.
  ///
  /// @param conversation as GET has it: its members are those of its `seq`
  public ConversationCopy(JsonObject conversation) {
    epoch = conversation.getString("epoch");
    long seq = conversation.getLong("seq");
    title = titleOf(conversation);
    titleSeq = seq;
    JsonArray participants = conversation.getJsonArray("participants");
    for (Object participant : participants) {
      long id = Long.parseLong(((JsonObject) participant).getString("id"));
      members.put(id, new MemberCopy(seq, true));
    }
  }

  private ConversationCopy(ConversationCopy other) {
    epoch = other.epoch;
    messages.putAll(other.messages);
    members.putAll(other.members);
    ahead.addAll(other.ahead);
    title = other.title;
    titleSeq = other.titleSeq;
    complete = other.complete;
  }

  /// What a client would find again that had written its copy down.
  public ConversationCopy writtenDown() {
    return new ConversationCopy(this);
  }

  public String epoch() {
    return epoch;
  }

  /// Everything up to this seq is in here.
  public long complete() {
    return complete;
  }

  public boolean isCatchingUp() {
    return isCatchingUp;
  }

  public void catchUpBegins() {
    isCatchingUp = true;
  }

  /// Takes a live event.
  ///
  /// @return whether something is missing before it, so that a catch-up has to begin
  public boolean hear(JsonObject event) {
    long seq = event.getLong("seq");
    apply(event, seq);
    if (seq > complete) {
      ahead.add(seq);
    }
    advance();
    return complete < seq && !isCatchingUp;
  }

  /// Takes a page.
  ///
  /// @return whether the next one has to be asked for
  public boolean page(JsonObject changes) {
    for (Object item : changes.getJsonArray("value")) {
      JsonObject event = (JsonObject) item;
      apply(event, event.getLong("changeSeq"));
    }
    complete = Math.max(complete, changes.getLong("seq"));
    isCatchingUp = changes.getBoolean("more");
    advance();
    return isCatchingUp;
  }

  /// The messages that are not deleted, by seq.
  List<MessageCopy> messages() {
    List<MessageCopy> shown = new ArrayList<>();
    messages.values().stream().filter(message -> !message.isDeleted()).forEach(shown::add);
    shown.sort((one, other) -> Long.compare(seq(one), seq(other)));
    return shown;
  }

  /// The messages that are not deleted, by seq, as `History` writes them.
  public List<String> lines() {
    return messages().stream().map(History::line).toList();
  }

  /// Name and metadata.
  public String title() {
    return title;
  }

  /// Name and metadata of an object that has them, in one text.
  public static String titleOf(JsonObject source) {
    JsonObject metadata = source.getJsonObject("metadata");
    return source.getString("groupName") + " " + (metadata == null ? null : metadata.encode());
  }

  public List<Long> members() {
    return members.entrySet().stream()
        .filter(entry -> entry.getValue().isMember)
        .map(Map.Entry::getKey)
        .toList();
  }

  private static long seq(MessageCopy message) {
    Long seq = message.seq();
    return seq == null ? Long.MAX_VALUE : seq;
  }

  private void apply(JsonObject event, long changeSeq) {
    switch (event.getString("type")) {
      case "message" ->
          messages.compute(
              event.getLong("messageID"),
              (_, before) -> MessageCopy.message(before, event, changeSeq));
      case "message_updated" ->
          messages.compute(
              event.getLong("messageID"),
              (_, before) -> MessageCopy.updated(before, event, changeSeq));
      case "message_deleted" ->
          messages.compute(
              event.getLong("messageID"), (_, before) -> MessageCopy.deleted(before, changeSeq));
      case "member_added" -> member(event, changeSeq, true);
      case "member_removed" -> member(event, changeSeq, false);
      case "conversation_updated" -> {
        if (changeSeq > titleSeq) {
          titleSeq = changeSeq;
          title = titleOf(event);
        }
      }
      default -> throw new AssertionError("no event of a conversation: " + event.encode());
    }
  }

  private void member(JsonObject event, long changeSeq, boolean isMember) {
    members.merge(
        event.getLong("userID"),
        new MemberCopy(changeSeq, isMember),
        (before, after) -> after.changeSeq > before.changeSeq ? after : before);
  }

  private void advance() {
    if (isCatchingUp) {
      return;
    }
    ahead.headSet(complete, true).clear();
    while (ahead.remove(complete + 1)) {
      complete++;
    }
  }

  /// For messages of failures.
  @Override
  public String toString() {
    return "complete to " + complete + ", ahead " + ahead + ", " + messages();
  }
}
