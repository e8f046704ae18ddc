package io.realtimegateway.e2e.audit;

import io.realtimegateway.e2e.harness.ConversationCopy;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the clients received, kept outside of the server. A contradiction within it is already a
/// finding.
final class Ledger {

  private final Map<Long, Book> books = new TreeMap<>();
  private final List<String> findings = new ArrayList<>();
  private long acks;
  private long repeats;

  /// A message as the acks have it.
  ///
  /// @param content null once deleted
  /// @param changeSeq of the newest acked change
  record Told(
      long author,
      long messageID,
      long seq,
      String name,
      @Nullable String content,
      long changeSeq,
      long askedAt,
      long answeredAt) {
    Told changed(@Nullable String newContent, long newSeq) {
      return newSeq > changeSeq
          ? new Told(author, messageID, seq, name, newContent, newSeq, askedAt, answeredAt)
          : this;
    }
  }

  /// One conversation.
  static final class Book {
    final Map<Long, Told> messages = new HashMap<>();
    final Set<Long> busy = new HashSet<>();
    final Map<Long, String> acked = new TreeMap<>();

    /// By command: the seq that its first ack named, and by author what was acked.
    private final Map<String, Long> seqs = new HashMap<>();

    private final Map<Long, List<Command>> done = new HashMap<>();
    final Map<Long, String> heard = new TreeMap<>();
    final Set<Long> members = new HashSet<>();

    /// By user: the highest read marker that was acked to a member.
    final Map<Long, Long> markers = new TreeMap<>();

    String epoch = "";

    /// Name and metadata as they were acked last, by field.
    JsonObject title = new JsonObject();

    long renames;
    long memberChanges;
  }

  /// @param groupName its name at its creation; it has no metadata
  synchronized void open(long conversation, String groupName, Set<Long> members) {
    Book book = new Book();
    book.title.put("groupName", groupName);
    book.members.addAll(members);
    books.put(conversation, book);
  }

  synchronized void close(long conversation) {
    books.remove(conversation);
  }

  /// A copy of what is known of one conversation.
  synchronized Book book(long conversation) {
    Book book = require(conversation);
    Book copy = new Book();
    copy.messages.putAll(book.messages);
    copy.acked.putAll(book.acked);
    copy.heard.putAll(book.heard);
    copy.members.addAll(book.members);
    copy.markers.putAll(book.markers);
    copy.memberChanges = book.memberChanges;
    copy.title = book.title.copy();
    copy.renames = book.renames;
    return copy;
  }

  synchronized void finding(String text) {
    findings.add(text);
  }

  synchronized List<String> findings() {
    return List.copyOf(findings);
  }

  synchronized long acks() {
    return acks;
  }

  /// How many acks were those of repeats of acked commands.
  synchronized long repeats() {
    return repeats;
  }

  /// An acked command of this author, to be repeated; null if there is none.
  synchronized @Nullable Command done(long conversation, long author, Random random) {
    List<Command> done = require(conversation).done.getOrDefault(author, List.of());
    return done.isEmpty() ? null : done.get(random.nextInt(done.size())).again();
  }

  /// A message of this author with no command under way, which is now taken for one; null where
  /// there is none.
  synchronized @Nullable Told pick(long conversation, long author, Random random) {
    Book book = require(conversation);
    List<Told> free =
        book.messages.values().stream()
            .filter(told -> told.author == author && told.content != null)
            .filter(told -> !book.busy.contains(told.messageID))
            .toList();
    if (free.isEmpty()) {
      return null;
    }
    Told picked = free.get(random.nextInt(free.size()));
    book.busy.add(picked.messageID);
    return picked;
  }

  /// A command was acked.
  synchronized void acked(long author, Command command, JsonObject ack) {
    Book book = books.get(command.conversation());
    if (book == null) {
      return;
    }
    acks++;
    long seq = ack.getLong("seq");
    long messageID = ack.getLong("messageID");
    Long first = book.seqs.putIfAbsent(command.ref(), seq);
    if (first != null) {
      repeats++;
      if (first != seq) {
        finding("%s was acked with seq %d, then with %d".formatted(command, first, seq));
      }
      return;
    }
    book.done.computeIfAbsent(author, _ -> new ArrayList<>()).add(command);
    String before = book.acked.putIfAbsent(seq, command.ref());
    if (before != null) {
      finding("seq " + seq + " of " + command.conversation() + " was acked to two commands");
    }
    book.busy.remove(messageID);
    switch (command.kind()) {
      case SEND -> sent(book, author, command, messageID, seq);
      case EDIT -> changed(book, command, command.content(), seq);
      case DELETE -> changed(book, command, null, seq);
    }
  }

  private void sent(Book book, long author, Command command, long messageID, long seq) {
    Told told =
        new Told(
            author,
            messageID,
            seq,
            command.ref(),
            command.content(),
            seq,
            command.askedAt(),
            System.nanoTime());
    if (book.messages.put(messageID, told) != null) {
      finding("message id " + messageID + " was acked twice");
    }
  }

  private static void changed(Book book, Command command, @Nullable String content, long seq) {
    book.messages.computeIfPresent(command.messageID(), (_, told) -> told.changed(content, seq));
  }

  synchronized void memberChanged(long conversation, long user, boolean isMember) {
    Book book = require(conversation);
    book.memberChanges++;
    if (isMember) {
      book.members.add(user);
    } else {
      book.members.remove(user);
      book.markers.remove(user);
    }
  }

  /// Another name or other metadata were acked.
  ///
  /// @param body what was asked for
  synchronized void renamed(long conversation, JsonObject body) {
    Book book = require(conversation);
    acks++;
    book.renames++;
    if (body.containsKey("groupName")) {
      book.title.put("groupName", body.getString("groupName"));
    }
    JsonObject metadata = body.getJsonObject("metadata");
    if (metadata != null) {
      book.title.put("metadata", metadata.isEmpty() ? null : metadata);
    }
  }

  /// A `read` of a user who stays a member was acked.
  synchronized void markerAcked(long user, long conversation, long seq) {
    Book book = books.get(conversation);
    if (book != null) {
      acks++;
      book.markers.merge(user, seq, Math::max);
    }
  }

  /// A live event: no client may receive another one of the same seq.
  synchronized void heard(JsonObject event) {
    long conversation = event.getLong("conversationID");
    Book book = books.get(conversation);
    if (book == null) {
      return;
    }
    long seq = event.getLong("seq");
    String text =
        event.getString("type")
            + " "
            + event.getLong("messageID", event.getLong("userID"))
            + " "
            + event.getString("content")
            + " "
            + ConversationCopy.titleOf(event);
    String before = book.heard.putIfAbsent(seq, text);
    if (before != null && !before.equals(text)) {
      finding("seq %d of %d is both %s and %s".formatted(seq, conversation, before, text));
    }
  }

  /// No fault of the audit leaves a tail in doubt, so an epoch never changes.
  synchronized void epoch(long conversation, String epoch) {
    Book book = books.get(conversation);
    if (book == null || book.epoch.equals(epoch)) {
      return;
    }
    if (!book.epoch.isEmpty()) {
      finding(
          "conversation %d went from epoch %s to %s".formatted(conversation, book.epoch, epoch));
    }
    book.epoch = epoch;
  }

  private Book require(long conversation) {
    Book book = books.get(conversation);
    if (book == null) {
      throw new IllegalArgumentException("no book of conversation " + conversation);
    }
    return book;
  }
}
