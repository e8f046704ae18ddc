package io.realtimegateway.engine.history;

import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer.Change;
import io.realtimegateway.protocol.packet.Event;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gathers changes until a page is full, in items or in bytes of their JSON.
final class PageBuilder {
  /// Upper bound of the bytes of an item without its texts.
  private static final int ITEM_BYTES = 400;

  /// Upper bound of the bytes of a page without items, including the client's `ref`.
  private static final int PAGE_BYTES = 600;

  private final int limit;
  private final List<Change> items = new ArrayList<>();
  private int bytes = PAGE_BYTES;
  private long newest;
  private boolean full;

  PageBuilder(int limit) {
    this.limit = limit;
  }

  /// Adds a change, if there is room.
  ///
  /// @return false if the page is full
  boolean add(Change change) {
    int size = ITEM_BYTES + textBytes(change.event());
    if (items.size() == limit || (!items.isEmpty() && bytes + size > Limits.MAX_CHANGES_BYTES)) {
      full = true;
      return false;
    }
    items.add(change);
    bytes += size;
    return true;
  }

  boolean isFull() {
    return full;
  }

  int room() {
    return limit - items.size();
  }

  /// Notes that an event with this seq was seen, whether or not it is in the page.
  void saw(long seq) {
    newest = Math.max(newest, seq);
  }

  /// The page. If an object changed during the read, it may have been added twice: the later state
  /// counts.
  ChangesPage reaching(long seq) {
    saw(seq);
    LinkedHashMap<Object, Change> latest = new LinkedHashMap<>();
    for (Change change : items) {
      latest.putLast(object(change.event()), change);
    }
    return new ChangesPage(List.copyOf(latest.values()), seq, newest);
  }

  /// The kind of a changed object.
  private static Object object(Event event) {
    return switch (event) {
      case Event.Message message -> new Changed(Kind.MESSAGE, message.messageID());
      case Event.MessageUpdated updated -> new Changed(Kind.MESSAGE, updated.messageID());
      case Event.MessageDeleted deleted -> new Changed(Kind.MESSAGE, deleted.messageID());
      case Event.MemberAdded added -> new Changed(Kind.MEMBER, added.userID());
      case Event.MemberRemoved removed -> new Changed(Kind.MEMBER, removed.userID());
      case Event.ConversationUpdated updated ->
          new Changed(Kind.CONVERSATION, updated.conversationID());
      case Event.AddedToConversation _,
          Event.RemovedFromConversation _,
          Event.TypingEvent _,
          Event.Presence _,
          Event.UserUpdated _,
          Event.ReadMarker _ ->
          throw new IllegalArgumentException("no change of an object");
    };
  }

  private enum Kind {
    MESSAGE,
    MEMBER,
    CONVERSATION
  }

  private record Changed(Kind kind, long id) {}

  private static int textBytes(Event event) {
    if (event instanceof Event.ConversationUpdated updated) {
      return jsonBytes(updated.groupName()) + jsonBytes(updated.metadata());
    }
    return event instanceof Event.Message message
        ? jsonBytes(message.content())
            + jsonBytes(message.metadata())
            + jsonBytes(message.clientMessageID())
        : 0;
  }

  /// Bytes of a text in JSON: control characters take six, quotes and backslashes two, others their
  /// UTF-8.
  static int jsonBytes(@Nullable String text) {
    if (text == null) {
      return 0;
    }
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ') {
        bytes += 6;
      } else if (c == '"' || c == '\\') {
        bytes += 2;
      } else if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800 || Character.isSurrogate(c)) {
        bytes += 2;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
