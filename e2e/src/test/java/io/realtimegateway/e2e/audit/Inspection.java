package io.realtimegateway.e2e.audit;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import io.realtimegateway.e2e.audit.Ledger.Told;
import io.realtimegateway.e2e.harness.ConversationCopy;
import io.realtimegateway.e2e.harness.History;
import io.realtimegateway.store.DatabaseUrl;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Compares one conversation in PostgreSQL with what was acked and with what the clients hold.
final class Inspection {

  private final Ledger.Book book;
  private final long conversation;
  private final List<Row> rows;
  private final Map<Long, MemberRow> members;
  private final long head;
  private final String title;
  private final List<String> findings = new ArrayList<>();

  private record Row(
      long id, long author, long seq, long changeSeq, @Nullable String content, String name) {
    String line() {
      return History.line(seq, changeSeq, Long.toString(author), String.valueOf(content), null);
    }
  }

  private record MemberRow(boolean isMember, long changeSeq, long readSeq) {}

  private Inspection(Ledger.Book book, long conversation, Connection connection)
      throws SQLException {
    this.book = book;
    this.conversation = conversation;
    this.head = head(connection, conversation);
    this.title = title(connection, conversation);
    this.rows = rows(connection, conversation);
    this.members = members(connection, conversation);
  }

  /// What is wrong with these conversations.
  static List<String> of(
      Ledger ledger, DatabaseUrl url, List<AuditedClient> clients, List<Long> conversations) {
    List<String> all = new ArrayList<>();
    try (Connection connection =
        DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password())) {
      for (long conversation : conversations) {
        Inspection one = new Inspection(ledger.book(conversation), conversation, connection);
        all.addAll(one.findings(clients));
      }
    } catch (SQLException e) {
      all.add("PostgreSQL cannot be asked: " + e.getMessage());
    }
    return all;
  }

  /// What PostgreSQL has of a conversation, in one line per message.
  static List<String> lines(DatabaseUrl url, long conversation) throws SQLException {
    try (Connection connection =
        DriverManager.getConnection(url.jdbcUrl(), url.user(), url.password())) {
      return rows(connection, conversation).stream().map(Row::toString).toList();
    }
  }

  private List<String> findings(List<AuditedClient> clients) {
    once();
    dense();
    counted();
    inOrder();
    membership();
    markers();
    titled();
    clients.forEach(this::equal);
    return findings;
  }

  @FormatMethod
  private void finding(@FormatString String format, Object... values) {
    findings.add("conversation " + conversation + ": " + format.formatted(values));
  }

  /// Every acked message once, with its id, seq and last state.
  private void once() {
    Map<String, List<Row>> byName = new HashMap<>();
    rows.forEach(
        row ->
            byName.computeIfAbsent(row.author + " " + row.name, _ -> new ArrayList<>()).add(row));
    for (Told told : book.messages.values()) {
      List<Row> found = byName.getOrDefault(told.author() + " " + told.name(), List.of());
      if (found.size() != 1) {
        finding("%s is there %d times: %s", told, found.size(), found);
        continue;
      }
      Row row = found.getFirst();
      boolean isSame = row.id == told.messageID() && row.seq == told.seq();
      boolean isLast = String.valueOf(row.content).equals(String.valueOf(told.content()));
      if (!isSame || !isLast || row.changeSeq != told.changeSeq()) {
        finding("acked %s, stored %s", told, row);
      }
    }
    if (rows.size() != book.messages.size()) {
      finding("%d messages stored, %d acked", rows.size(), book.messages.size());
    }
  }

  /// Each seq up to the head is known, but for changes over REST that nobody heard because nobody
  /// was connected.
  private void dense() {
    Set<Long> known = new TreeSet<>(book.acked.keySet());
    known.addAll(book.heard.keySet());
    rows.forEach(row -> known.add(row.seq));
    rows.forEach(row -> known.add(row.changeSeq));
    members.values().forEach(row -> known.add(row.changeSeq));
    known.remove(0L);
    Set<Long> above = new TreeSet<>(known);
    above.removeIf(seq -> seq <= head);
    long missing = head - (known.size() - above.size());
    if (!above.isEmpty()) {
      finding("stored up to %d, but there is %s", head, above);
    }
    if (missing > book.memberChanges + book.renames) {
      finding("%d seqs of %d are unknown", missing, head);
    }
    Set<Long> seqs = new HashSet<>();
    rows.stream().filter(row -> !seqs.add(row.seq)).forEach(row -> finding("twice: %s", row));
  }

  /// As many events as commands were acked: nothing was carried out twice.
  private void counted() {
    long told = book.acked.size() + book.memberChanges + book.renames;
    if (head != told) {
      finding("%d events, but %d commands acked", head, told);
    }
  }

  /// What was sent after another one's ack stands behind it.
  private void inOrder() {
    List<Told> asked =
        book.messages.values().stream().sorted(Comparator.comparingLong(Told::askedAt)).toList();
    List<Told> answered =
        book.messages.values().stream().sorted(Comparator.comparingLong(Told::answeredAt)).toList();
    int next = 0;
    long highest = 0;
    for (Told told : asked) {
      while (next < answered.size() && answered.get(next).answeredAt() < told.askedAt()) {
        highest = Math.max(highest, answered.get(next).seq());
        next++;
      }
      if (told.seq() < highest) {
        finding("%s was asked after the ack of seq %d", told, highest);
      }
    }
  }

  private void membership() {
    Set<Long> stored = new HashSet<>();
    members.forEach(
        (user, row) -> {
          if (row.isMember) {
            stored.add(user);
          }
        });
    if (!stored.equals(book.members)) {
      finding("members stored %s, acked %s", stored, book.members);
    }
  }

  /// Name and metadata are those that were acked last.
  private void titled() {
    String acked = ConversationCopy.titleOf(book.title);
    if (!title.equals(acked)) {
      finding("name and metadata stored %s, acked %s", title, acked);
    }
  }

  /// No marker stands before one that was acked.
  private void markers() {
    book.markers.forEach(
        (user, acked) -> {
          MemberRow row = members.get(user);
          if (row == null || row.readSeq < acked) {
            finding("user %d was acked the read marker %d, stored %s", user, acked, row);
          }
        });
  }

  private void equal(AuditedClient client) {
    List<String> held = client.lines(conversation);
    boolean isMember = book.members.contains(client.user().id());
    if (!isMember) {
      if (held != null) {
        finding("user %d still holds it without being a member", client.user().id());
      }
      return;
    }
    List<String> stored = rows.stream().filter(row -> row.content != null).map(Row::line).toList();
    if (held == null || !held.equals(stored)) {
      finding(
          "user %d has other messages (%s): %s",
          client.user().id(), client.state(conversation), difference(held, stored));
    }
    if (!title.equals(client.title(conversation))) {
      finding(
          "user %d holds name and metadata %s, stored %s (%s)",
          client.user().id(), client.title(conversation), title, client.state(conversation));
    }
    Set<Long> known = new HashSet<>(client.members(conversation));
    if (!known.equals(book.members)) {
      finding(
          "user %d knows members %s of %s (%s)",
          client.user().id(), known, book.members, client.state(conversation));
    }
  }

  private static String difference(@Nullable List<String> held, List<String> stored) {
    if (held == null) {
      return "holds nothing of it";
    }
    List<String> missing = new ArrayList<>(stored);
    missing.removeAll(new HashSet<>(held));
    List<String> more = new ArrayList<>(held);
    more.removeAll(new HashSet<>(stored));
    return "lacks %s, has %s"
        .formatted(
            missing.subList(0, Math.min(5, missing.size())),
            more.subList(0, Math.min(5, more.size())));
  }

  private static final String HEAD = "SELECT seq FROM conversations WHERE id = ?";

  private static long head(Connection connection, long conversation) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HEAD)) {
      statement.setLong(1, conversation);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getLong(1) : -1;
      }
    }
  }

  private static final String TITLE = "SELECT group_name, metadata FROM conversations WHERE id = ?";

  private static String title(Connection connection, long conversation) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(TITLE)) {
      statement.setLong(1, conversation);
      try (ResultSet result = statement.executeQuery()) {
        return result.next() ? result.getString(1) + " " + result.getString(2) : "none";
      }
    }
  }

  private static final String ROWS =
      """
      SELECT id, author_id, seq, change_seq, content, client_message_id
      FROM messages WHERE conversation_id = ? ORDER BY seq
      """;

  private static List<Row> rows(Connection connection, long conversation) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(ROWS)) {
      statement.setLong(1, conversation);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(
              new Row(
                  result.getLong(1),
                  result.getLong(2),
                  result.getLong(3),
                  result.getLong(4),
                  result.getString(5),
                  String.valueOf(result.getString(6))));
        }
      }
    }
    return rows;
  }

  private static final String MEMBERS =
      "SELECT user_id, is_member, change_seq, read_seq FROM members WHERE conversation_id = ?";

  private static Map<Long, MemberRow> members(Connection connection, long conversation)
      throws SQLException {
    Map<Long, MemberRow> members = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(MEMBERS)) {
      statement.setLong(1, conversation);
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          members.put(
              result.getLong(1),
              new MemberRow(result.getBoolean(2), result.getLong(3), result.getLong(4)));
        }
      }
    }
    return members;
  }
}
