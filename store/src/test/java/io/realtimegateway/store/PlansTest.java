package io.realtimegateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Reads the plan of every statement of this module on filled tables: each finds its rows by an
/// index. The statements are the constants of the classes, so that a new one is read too.
final class PlansTest {
  private static final Pattern STATEMENT =
      Pattern.compile("(?s)\\(?(?:SELECT|INSERT|UPDATE|DELETE|MERGE|WITH) .*");

  /// Tables that grow with the users, conversations and messages.
  private static final List<String> LARGE =
      List.of(
          "users",
          "name_words",
          "identities",
          "logins",
          "revocations",
          "foreign_revocations",
          "friendships",
          "conversations",
          "members",
          "past_memberships",
          "messages",
          "command_names",
          "set_aside");

  private static FilledDatabase filled;

  @BeforeAll
  static void fill() {
    filled = new FilledDatabase();
  }

  @AfterAll
  static void close() {
    filled.close();
  }

  @Test
  void everyStatementFindsItsRowsByAnIndex() throws Exception {
    Map<String, String> statements = statements();
    List<String> wrong = new ArrayList<>();
    try (Connection connection = connection()) {
      for (Map.Entry<String, String> statement : statements.entrySet()) {
        String plan = plan(connection, statement.getValue());
        boolean scans = LARGE.stream().anyMatch(table -> plan.matches(scanOf(table)));
        if (scans) {
          wrong.add(statement.getKey() + "\n" + plan);
        }
      }
    }

    assertThat(statements).hasSizeGreaterThan(60);
    assertThat(wrong).isEmpty();
  }

  private static String scanOf(String table) {
    return "(?s).*Seq Scan on " + table + "\\b.*";
  }

  /// The test itself finds a scan where there is one.
  @Test
  void aScanIsSeen() throws Exception {
    try (Connection connection = connection()) {
      assertThat(plan(connection, "SELECT * FROM messages WHERE content = ?"))
          .matches(scanOf("messages"));
    }
  }

  @Test
  void pagesAreReadByKey() throws Exception {
    statements()
        .forEach(
            (name, sql) ->
                assertThat(sql.toUpperCase(Locale.ROOT)).as(name).doesNotContain("OFFSET"));
  }

  /// A page of history costs what the page has, wherever in a long conversation it is.
  @Test
  void aPageReadsNoMoreRowsThanItHas() throws Exception {
    try (Connection connection = connection();
        PreparedStatement explain =
            connection.prepareStatement(
                "EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF) "
                    + statements().get("MessageRepository.BEFORE"))) {
      explain.setObject(1, 51L);
      explain.setObject(2, 9L);
      explain.setObject(3, 3L);
      assertThat(lines(explain)).contains("rows=3.00").doesNotContain("Sort");
    }
  }

  /// Also where a member wrote everything behind its read marker itself.
  @Test
  void countingUnreadMessagesReadsAtMostTheNewestTwoThousand() throws Exception {
    String sql = statements().get("ConversationViews.ONE");
    try (Connection connection = connection();
        PreparedStatement count = connection.prepareStatement(sql);
        PreparedStatement explain =
            connection.prepareStatement("EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF) " + sql)) {
      connection.setAutoCommit(false);
      assertThat(unreadOfWriter(count)).isEqualTo(10);
      addOwn(connection, 11, 2_000);
      assertThat(unreadOfWriter(count)).isEqualTo(10);
      addOwn(connection, 2_001, 2_001);
      assertThat(unreadOfWriter(count)).isEqualTo(9);
      addOwn(connection, 2_002, 5_000);
      assertThat(unreadOfWriter(count)).isZero();

      setWriter(explain);
      assertThat(lines(explain))
          .containsPattern("messages_seq_key on messages .*rows=2000\\.00 loops=1")
          .doesNotContain("Sort");
      connection.rollback();
    }
  }

  /// One of the members of conversation 9, where user 9 wrote ten messages.
  private static final long WRITER = 10;

  private static int unreadOfWriter(PreparedStatement statement) throws SQLException {
    setWriter(statement);
    try (ResultSet result = statement.executeQuery()) {
      assertThat(result.next()).isTrue();
      return result.getInt("unread_count");
    }
  }

  private static void setWriter(PreparedStatement statement) throws SQLException {
    statement.setLong(1, 9);
    statement.setLong(2, WRITER);
    statement.setLong(3, WRITER);
  }

  private static void addOwn(Connection connection, int firstSeq, int lastSeq) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            INSERT INTO messages (id, conversation_id, author_id, seq, change_seq, created_at,
              content, client_message_id, digest_high, digest_low)
            SELECT 2000000 + i, 9, ?, i, i, now(), 'Tea', 'own' || i, 1, 2
            FROM generate_series(?, ?) AS i
            """)) {
      insert.setLong(1, WRITER);
      insert.setInt(2, firstSeq);
      insert.setInt(3, lastSeq);
      insert.executeUpdate();
    }
  }

  /// Also if every name has a word that begins so: then in the index alone, before users are read.
  @Test
  void aSearchReadsTheIndexOfNamesAndTheUsersThatItShows() throws Exception {
    assertThat(planOfSearch("777", "778"))
        .containsPattern("name_words .*rows=111\\.00")
        .contains("name_words_rest_idx")
        .doesNotContain("Seq Scan on users");
    assertThat(planOfSearch("us", "ut"))
        .containsPattern("name_words.*rows=100000\\.00")
        .containsPattern("users_pkey on users .*loops=20")
        .doesNotContain("Seq Scan on users");
  }

  private static String planOfSearch(String from, String to) throws Exception {
    try (Connection connection = connection();
        PreparedStatement explain =
            connection.prepareStatement(
                "EXPLAIN (ANALYZE, BUFFERS OFF, TIMING OFF) "
                    + statements().get("DirectoryRepository.FOUND"))) {
      explain.setLong(1, 51);
      explain.setLong(2, 51);
      explain.setString(3, from);
      explain.setString(4, to);
      explain.setInt(5, 20);
      explain.setString(6, from);
      explain.setString(7, from);
      return lines(explain);
    }
  }

  private static Connection connection() throws SQLException {
    return new Connections(filled.url(), DatabaseSettings.defaults()).forPool().getConnection();
  }

  /// The plan for values of a usual kind.
  private static String plan(Connection connection, String sql) throws SQLException {
    try (PreparedStatement original = connection.prepareStatement(sql);
        PreparedStatement explain = connection.prepareStatement("EXPLAIN " + sql)) {
      ParameterMetaData parameters = original.getParameterMetaData();
      for (int i = 1; i <= parameters.getParameterCount(); i++) {
        explain.setObject(i, value(connection, parameters.getParameterTypeName(i)));
      }
      return lines(explain);
    }
  }

  private static String lines(PreparedStatement explain) throws SQLException {
    StringBuilder lines = new StringBuilder();
    try (ResultSet result = explain.executeQuery()) {
      while (result.next()) {
        lines.append(result.getString(1)).append('\n');
      }
    }
    return lines.toString();
  }

  private static Object value(Connection connection, String type) throws SQLException {
    return switch (type) {
      case "int8" -> 51L;
      case "int4", "int2" -> 51;
      case "bool" -> true;
      case "text", "varchar" -> "x51";
      case "timestamptz" -> OffsetDateTime.now(ZoneOffset.UTC);
      case "bytea" -> new byte[] {1};
      case "_int8" -> connection.createArrayOf("bigint", new Object[] {51L, 52L, 53L});
      case "_int4" -> connection.createArrayOf("integer", new Object[] {51, 52, 53});
      case "_text" -> connection.createArrayOf("text", new Object[] {"x51", "x52", "x53"});
      case "_bool" -> connection.createArrayOf("boolean", new Object[] {true, false, true});
      default -> throw new AssertionError("no value of type " + type);
    };
  }

  /// By class and constant; what is only a part of another is left out.
  private static Map<String, String> statements() throws Exception {
    Map<String, String> statements = new TreeMap<>();
    for (Class<?> type : classes()) {
      List<Field> texts =
          Stream.of(type.getDeclaredFields())
              .filter(field -> Modifier.isStatic(field.getModifiers()))
              .filter(field -> field.getType() == String.class)
              .toList();
      for (Field field : texts) {
        String text = text(field);
        boolean isPart = false;
        for (Field other : texts) {
          isPart |= !other.equals(field) && text(other).contains(text);
        }
        if (!isPart && STATEMENT.matcher(text).matches()) {
          statements.put(type.getSimpleName() + "." + field.getName(), text);
        }
      }
    }
    return statements;
  }

  private static String text(Field constant) throws IllegalAccessException {
    constant.setAccessible(true);
    return (String) constant.get(null);
  }

  private static List<Class<?>> classes() throws IOException, ClassNotFoundException {
    Path root = Path.of("target/classes");
    List<Class<?>> classes = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root.resolve("io"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        String name = root.relativize(file).toString().replace('/', '.');
        if (!name.endsWith("package-info.class")) {
          classes.add(Class.forName(name.substring(0, name.length() - ".class".length())));
        }
      }
    }
    return classes;
  }
}
