package io.realtimegateway.store.directory;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.store.Database;
import io.realtimegateway.store.archive.ArchiveBatch;
import io.realtimegateway.store.archive.ArchiveBatch.ChangedMember;
import io.realtimegateway.store.archive.ArchiveBatch.ChangedMessage;
import io.realtimegateway.store.archive.ArchiveBatch.CreatedMessage;
import io.realtimegateway.store.archive.ArchiveWriter;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.Creation;
import io.realtimegateway.store.conversations.NewConversation;
import io.realtimegateway.store.testing.TestDatabase;
import io.realtimegateway.store.users.Profile;
import io.realtimegateway.store.users.User;
import io.realtimegateway.store.users.UserRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class DirectoryRepositoryTest {
  private static final long NOW = Instant.parse("2026-02-03T04:05:06Z").toEpochMilli();

  private static TestDatabase opened;
  private static Database database;
  private static UserRepository users;
  private static DirectoryRepository directory;
  private static ArchiveWriter archive;
  private static int count;
  private static long lastMessage;

  @BeforeAll
  static void open() {
    opened = TestDatabase.open();
    database = opened.database();
    users = new UserRepository(database);
    directory = new DirectoryRepository(database);
    archive = new ArchiveWriter(database);
  }

  @AfterAll
  static void close() {
    opened.close();
  }

  private static User user(String name) {
    count++;
    return users.signIn(new Profile(name, "u" + count + "@example.org", null));
  }

  private static long group(User... members) {
    List<Long> ids = Stream.of(members).map(User::id).toList();
    Creation creation =
        new ConversationRepository(database)
            .create(
                new NewConversation(
                    "group-chat",
                    ids.getFirst(),
                    ids.getFirst(),
                    "Tea",
                    null,
                    Instant.ofEpochMilli(NOW),
                    ids,
                    Optional.empty()));
    return ((Creation.Created) creation).conversation().id();
  }

  private static void change(long conversation, User user, boolean isMember, long seq) {
    archive(
        List.of(),
        List.of(),
        List.of(new ChangedMember(conversation, user.id(), isMember, NOW + seq, seq)));
  }

  private static long write(long conversation, User author, long seq) {
    lastMessage++;
    archive(
        List.of(
            new CreatedMessage(
                lastMessage,
                conversation,
                author.id(),
                seq,
                seq,
                NOW,
                0,
                0,
                "Tea?",
                null,
                null,
                0,
                0)),
        List.of(),
        List.of());
    return lastMessage;
  }

  private static void delete(long conversation, long message, long seq) {
    archive(
        List.of(),
        List.of(new ChangedMessage(message, conversation, seq, 0, NOW, null, null)),
        List.of());
  }

  private static void archive(
      List<CreatedMessage> created, List<ChangedMessage> changed, List<ChangedMember> members) {
    archive.write(
        new ArchiveBatch(
            List.of(), created, changed, List.of(), members, List.of(), List.of(), List.of(),
            List.of(), List.of()));
  }

  private static boolean sees(User viewer, User other) {
    return directory.visible(viewer.id(), List.of(other.id())).stream()
        .anyMatch(found -> found.user().id() == other.id());
  }

  private static void assertBothSee(User one, User other, boolean expected) {
    assertThat(sees(one, other)).isEqualTo(expected);
    assertThat(sees(other, one)).isEqualTo(expected);
  }

  @Test
  void membersSeeEachOtherAlsoAfterTheyLeft() {
    User ada = user("Ada");
    User ben = user("Ben");
    assertBothSee(ada, ben, false);
    long conversation = group(ada, ben);
    assertBothSee(ada, ben, true);
    change(conversation, ben, false, 1);
    assertBothSee(ada, ben, true);
    change(conversation, ada, false, 2);
    assertBothSee(ada, ben, true);
  }

  @Test
  void membershipsThatDidNotOverlapMakeNobodyVisible() {
    User ada = user("Ada");
    User ben = user("Ben");
    User eve = user("Eve");
    long conversation = group(ada, ben);
    change(conversation, ben, false, 1);
    change(conversation, eve, true, 2);
    assertBothSee(ben, eve, false);
    assertBothSee(ada, eve, true);
    change(conversation, eve, false, 3);
    assertBothSee(ben, eve, false);
  }

  @Test
  void anEarlierMembershipIsNotLostByJoiningAgain() {
    User ada = user("Ada");
    User ben = user("Ben");
    User eve = user("Eve");
    long conversation = group(ada, ben, eve);
    change(conversation, ben, false, 1);
    change(conversation, eve, false, 2);
    change(conversation, ben, true, 3);
    assertBothSee(ben, eve, true);

    User zoe = user("Zoe");
    change(conversation, ben, false, 4);
    change(conversation, zoe, true, 5);
    change(conversation, zoe, false, 6);
    change(conversation, ben, true, 7);
    assertBothSee(ben, zoe, false);
  }

  @Test
  void authorsAreVisibleWhileAMessageOfTheirsExists() {
    User ada = user("Ada");
    User ben = user("Ben");
    User eve = user("Eve");
    User application = users.system("Application");
    long conversation = group(ada, ben);
    long bens = write(conversation, ben, 1);
    long applications = write(conversation, application, 2);
    change(conversation, ben, false, 3);
    change(conversation, eve, true, 4);

    assertThat(sees(eve, ben)).isTrue();
    assertThat(sees(eve, application)).isTrue();
    assertThat(sees(ben, eve)).isFalse();

    delete(conversation, bens, 5);
    assertThat(sees(eve, ben)).isFalse();
    delete(conversation, applications, 6);
    assertThat(sees(eve, application)).isFalse();
  }

  @Test
  void aFormerMemberSeesNoLaterAuthors() {
    User ada = user("Ada");
    User ben = user("Ben");
    long conversation = group(ada, ben);
    User application = users.system("Application");
    write(conversation, application, 1);
    assertThat(sees(ben, application)).isTrue();
    change(conversation, ben, false, 2);
    assertThat(sees(ben, application)).isFalse();
  }

  @Test
  void anErasedUserIsNeitherSeenNorFound() {
    User ada = user("Ada");
    User ben = user("Quentin");
    group(ada, ben);
    assertThat(found("quent")).containsExactly("Quentin");
    users.erase(ben.id());
    assertThat(sees(ada, ben)).isFalse();
    assertThat(found("quent")).isEmpty();
    assertThat(words(ben)).isZero();
  }

  private static List<String> found(String text) {
    return directory.found(1, text, 20).stream().map(found -> found.user().displayName()).toList();
  }

  private static int words(User user) {
    return database
        .first(
            "SELECT count(*) AS words FROM name_words WHERE user_id = ?",
            row -> row.count("words"),
            user.id())
        .orElseThrow();
  }

  @Test
  void peopleAreFoundByNameThenIdAndAtMostSoMany() {
    user("zwölf Bäume");
    User second = user("Zwölf Apfel");
    User third = user("zwölf apfel");
    user("Anton Zwölfer");

    assertThat(found("ZWÖLF"))
        .containsExactly("Anton Zwölfer", "Zwölf Apfel", "zwölf apfel", "zwölf Bäume");
    assertThat(found("zwölf a")).hasSize(2);
    assertThat(directory.found(1, "zwölf", 3))
        .extracting(found -> found.user().id())
        .containsSequence(second.id(), third.id());
  }

  @Test
  void aChangedNameIsFoundAndTheFormerOneIsNot() {
    User ada = users.signIn(new Profile("Hortensia", "hortensia@example.org", null));
    users.signIn(new Profile("Petunia", "hortensia@example.org", null));

    assertThat(found("horten")).isEmpty();
    assertThat(found("petun")).containsExactly("Petunia");
    assertThat(found("HORTENSIA@example.ORG")).containsExactly("Petunia");
    assertThat(found("hortensia@example")).isEmpty();
    assertThat(words(ada)).isEqualTo(1);
  }

  @Test
  void anExternalIdIsFoundExactly() {
    users.putExternal("Xk-42", new Profile("Rosalind", null, null));

    assertThat(found("Xk-42")).containsExactly("Rosalind");
    assertThat(found("xk-42")).isEmpty();
    assertThat(found("Xk-4")).isEmpty();
  }

  @Test
  void theApplicationsAuthorIsNotFound() {
    users.system("Wistful Application");

    assertThat(found("wistful")).isEmpty();
  }

  @Test
  void namesFromBeforeTheIndexAreIndexedAtTheStart() {
    User old = user("Methuselah");
    database.update("DELETE FROM name_words WHERE user_id = ?", old.id());
    database.update("UPDATE users SET indexed_name = NULL WHERE id = ?", old.id());
    assertThat(found("methu")).isEmpty();
    database.prepare();
    assertThat(found("methu")).containsExactly("Methuselah");
  }
}
