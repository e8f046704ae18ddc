package io.realtimegateway.journal.rocks;

import static io.realtimegateway.journal.rocks.Records.CONVERSATION;
import static io.realtimegateway.journal.rocks.Records.SHARD;
import static io.realtimegateway.journal.rocks.TestStore.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.journal.LocalViews;
import io.realtimegateway.journal.LocalViews.ChangedConversation;
import io.realtimegateway.journal.LocalViews.EventPage;
import io.realtimegateway.journal.LocalViews.HighestIds;
import io.realtimegateway.journal.TruncatedException;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import io.realtimegateway.model.record.JournalRecord.ReadMarker;
import io.realtimegateway.model.record.JournalRecord.ReadMarkersMoved;
import io.realtimegateway.model.record.NameSpace;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ViewsTest {
  @TempDir private Path folder;
  private RocksJournal journal;
  private LocalViews views;
  private long next = 1;

  @BeforeEach
  void open() {
    journal = new TestStore(folder).open();
    views = journal.views();
    journal.own(0, Runnable::run);
    commit(journal, 0, 1, List.of(Records.start(next++, 1)));
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private void write(JournalRecord... made) {
    List<JournalEntry> entries = new ArrayList<>();
    for (JournalRecord one : made) {
      entries.add(Records.entry(next++, 1, one));
    }
    commit(journal, 0, 1, entries);
  }

  private void writeMessages(int count) {
    writeMessages(1, count);
  }

  private void writeMessages(int first, int count) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int seq = first; seq < first + count; seq++) {
      entries.add(Records.message(next++, 1, seq, "text " + seq));
    }
    commit(journal, 0, 1, entries);
  }

  private void load(long head, Member... members) {
    write(
        new ConversationLoaded(CONVERSATION, "group-chat", 1, 1, 5, head, true, List.of(members)));
  }

  @Test
  void aConversationIsItsLoadedStateAndTheChangesSince() {
    load(10, new Member(1, 5, 0, 3), new Member(2, 5, 0, 0), new Member(3, 5, 0, 0));
    write(
        new MembersAdded(CONVERSATION, 11, List.of(8L, 4L), 20, Records.name("a")),
        new MemberRemoved(CONVERSATION, 13, 1, 2, 21, Records.name("b")),
        new ReadMarkersMoved(List.of(new ReadMarker(CONVERSATION, 2, 12))));
    assertThat(views.conversation(CONVERSATION))
        .contains(
            new ConversationLoaded(
                CONVERSATION,
                "group-chat",
                1,
                2,
                5,
                13,
                true,
                List.of(
                    new Member(2, 5, 0, 12),
                    new Member(3, 5, 0, 0),
                    new Member(8, 20, 11, 11),
                    new Member(4, 20, 12, 12))));
    assertThat(views.memberChangeSeqs(CONVERSATION, new long[] {1, 2, 4, 99}))
        .containsExactly(13, 0, 12, 0);
    assertThat(views.head(CONVERSATION)).isEqualTo(13);
  }

  @Test
  void aReturningMemberIsListedLastWithTheNewSeq() {
    load(0, new Member(1, 5, 0, 0), new Member(2, 5, 0, 0));
    write(
        new MemberRemoved(CONVERSATION, 1, 1, 2, 21, Records.name("a")),
        new MembersAdded(CONVERSATION, 2, List.of(1L), 22, Records.name("b")));
    assertThat(views.conversation(CONVERSATION).orElseThrow().members())
        .containsExactly(new Member(2, 5, 0, 0), new Member(1, 22, 2, 2));
  }

  @Test
  void aReturningMemberBeginsWithEverythingRead() {
    load(9, new Member(1, 5, 0, 3), new Member(2, 5, 0, 3), new Member(3, 5, 0, 3));
    write(
        new ReadMarkersMoved(List.of(new ReadMarker(CONVERSATION, 1, 8))),
        new MemberRemoved(CONVERSATION, 10, 1, 2, 21, Records.name("a")),
        new MemberRemoved(CONVERSATION, 11, 3, 2, 21, Records.name("b")),
        new MembersAdded(CONVERSATION, 12, List.of(1L, 3L), 22, Records.name("c")));
    assertThat(views.conversation(CONVERSATION).orElseThrow().members())
        .containsExactly(
            new Member(2, 5, 0, 3), new Member(1, 22, 12, 12), new Member(3, 22, 13, 13));
    write(new ReadMarkersMoved(List.of(new ReadMarker(CONVERSATION, 1, 7))));
    assertThat(views.conversation(CONVERSATION).orElseThrow().members())
        .as("a marker of the earlier membership")
        .contains(new Member(1, 22, 12, 12), new Member(3, 22, 13, 13));
    write(new ReadMarkersMoved(List.of(new ReadMarker(CONVERSATION, 1, 13))));
    assertThat(views.conversation(CONVERSATION).orElseThrow().members())
        .contains(new Member(1, 22, 12, 13), new Member(3, 22, 13, 13));
  }

  @Test
  void aConversationLoadedAgainHasTheStateOfPostgreSql() {
    load(0, new Member(1, 5, 0, 0));
    write(new MembersAdded(CONVERSATION, 1, List.of(9L), 22, Records.name("b")));
    load(40, new Member(1, 5, 0, 7));
    ConversationLoaded now = views.conversation(CONVERSATION).orElseThrow();
    assertThat(now.head()).isEqualTo(40);
    assertThat(now.members()).containsExactly(new Member(1, 5, 0, 7));
  }

  @Test
  void aConversationThatWasNeverLoadedIsUnknownButItsHeadIsNot() {
    writeMessages(3);
    assertThat(views.conversation(CONVERSATION)).isEmpty();
    assertThat(views.head(CONVERSATION)).isEqualTo(3);
    assertThat(views.head(99)).isZero();
  }

  @Test
  void aMessageIsKnownInItsLatestState() {
    load(0);
    writeMessages(2);
    long id = CONVERSATION * 1_000_000 + 1;
    write(
        new MessageUpdated(
            CONVERSATION, 3, id, 1, 1, 5, 9, "edited", "{}", "name-7-1", Records.name("edit")));
    var message = views.message(id).orElseThrow();
    assertThat(message.changeSeq()).isEqualTo(3);
    assertThat(message.createdSeq()).isEqualTo(1);
    assertThat(message.clientMessageID()).isEqualTo("name-7-1");
    assertThat(views.newestOf(id).orElseThrow().record())
        .isInstanceOfSatisfying(
            MessageUpdated.class, updated -> assertThat(updated.content()).isEqualTo("edited"));
    commit(journal, 0, 1, List.of(Records.deleted(next++, 1, 4, 1)));
    assertThat(views.message(id).orElseThrow().deleted()).isTrue();
    assertThat(views.changeSeqs(CONVERSATION, new long[] {id, id + 1, 12345}))
        .containsExactly(4, 2, 0);
    assertThat(views.message(99)).isEmpty();
  }

  @Test
  void theLastChangeOfAConversationIsKnownWithItsRecord() {
    load(0);
    assertThat(views.newestUpdateOf(CONVERSATION)).isEmpty();
    assertThat(views.conversationChangeSeq(CONVERSATION)).isZero();
    ConversationUpdated last =
        new ConversationUpdated(CONVERSATION, 2, 0, "Second", null, 21, Records.name("b"));
    write(new ConversationUpdated(CONVERSATION, 1, 4, "First", "{}", 20, Records.name("a")), last);
    writeMessages(3, 1);
    assertThat(views.newestUpdateOf(CONVERSATION).orElseThrow().record()).isEqualTo(last);
    assertThat(views.conversationChangeSeq(CONVERSATION)).isEqualTo(2);
    assertThat(views.conversationChangeSeq(CONVERSATION + 1)).isZero();
    assertThat(views.head(CONVERSATION)).isEqualTo(3);
    assertThat(views.answer(CONVERSATION, 1, NameSpace.COMMAND, "b"))
        .hasValueSatisfying(
            answer -> {
              assertThat(answer.messageID()).isZero();
              assertThat(answer.seq()).isEqualTo(2);
              assertThat(answer.time()).isEqualTo(21);
            });
  }

  @Test
  void aResultIsFoundByNameAuthorAndConversation() {
    writeMessages(1);
    String name = "name-7-1";
    assertThat(views.mayKnowName(CONVERSATION, 1, NameSpace.MESSAGE, name)).isTrue();
    assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, name))
        .hasValueSatisfying(
            answer -> {
              assertThat(answer.messageID()).isEqualTo(CONVERSATION * 1_000_000 + 1);
              assertThat(answer.seq()).isEqualTo(1);
              assertThat(answer.time()).isEqualTo(5);
              assertThat(answer.digestHigh()).isEqualTo(11);
              assertThat(answer.digestLow()).isEqualTo(12);
            });
    assertThat(views.answer(CONVERSATION, 2, NameSpace.MESSAGE, name)).isEmpty();
    assertThat(views.answer(CONVERSATION + 1, 1, NameSpace.MESSAGE, name)).isEmpty();
    assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, "Name-7-1")).isEmpty();
  }

  @Test
  void clientNamesOfEditsAndDeletesHaveTheirOwnNameSpace() {
    writeMessages(1);
    commit(journal, 0, 1, List.of(Records.updated(next++, 1, 2, 1, "edited")));
    commit(journal, 0, 1, List.of(Records.deleted(next++, 1, 3, 1)));
    assertThat(views.mayKnowName(CONVERSATION, 1, NameSpace.COMMAND, "update-2")).isTrue();
    assertThat(views.answer(CONVERSATION, 1, NameSpace.COMMAND, "update-2").orElseThrow().seq())
        .isEqualTo(2);
    assertThat(views.answer(CONVERSATION, 1, NameSpace.COMMAND, "delete-3").orElseThrow().seq())
        .isEqualTo(3);
    assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, "update-2")).isEmpty();
    assertThat(views.answer(CONVERSATION, 1, NameSpace.COMMAND, "name-7-1")).isEmpty();
  }

  @Test
  void gatewayNamesShareANameSpaceForAllCommands() {
    writeMessages(1);
    long id = CONVERSATION * 1_000_000 + 1;
    CommandName given = new CommandName(1, "given", false, 11, 12);
    commit(
        journal,
        0,
        1,
        List.of(
            Records.entry(next++, 1, new MessageDeleted(CONVERSATION, 2, id, 1, 1, 5, 6, given))));
    assertThat(views.answer(CONVERSATION, 1, NameSpace.MESSAGE, "given")).isPresent();
    assertThat(views.answer(CONVERSATION, 1, NameSpace.COMMAND, "given")).isEmpty();
  }

  @Test
  void eventsComeInPagesFromAnySeq() {
    load(0);
    writeMessages(10);
    EventPage page = views.events(CONVERSATION, 4, 3, 1 << 20).orElseThrow();
    assertThat(page.entries()).extracting(JournalEntry::index).containsExactly(6L, 7L, 8L);
    assertThat(page.atEnd()).isFalse();
    assertThat(views.events(CONVERSATION, 8, 100, 1 << 20).orElseThrow().atEnd()).isTrue();
    assertThat(views.events(CONVERSATION, 8, 100, 1).orElseThrow().entries()).hasSize(1);
    EventPage after = views.events(CONVERSATION, 11, 100, 1 << 20).orElseThrow();
    assertThat(after.entries()).isEmpty();
    assertThat(after.atEnd()).isTrue();
  }

  @Test
  void aPageMayBeginInsideARecordOfSeveralSeqs() {
    load(0);
    write(new MembersAdded(CONVERSATION, 1, List.of(5L, 6L, 7L), 20, Records.name("a")));
    assertThat(views.events(CONVERSATION, 2, 10, 1000).orElseThrow().entries()).hasSize(1);
  }

  @Test
  void eventsBeforeTheKnownOnesAreNotReturned() {
    load(10);
    write(new MembersAdded(CONVERSATION, 11, List.of(5L), 20, Records.name("a")));
    assertThat(views.events(CONVERSATION, 11, 10, 1000)).isPresent();
    assertThat(views.events(CONVERSATION, 10, 10, 1000)).isEmpty();
    assertThat(views.events(99, 1, 10, 1000)).isEmpty();
  }

  @Test
  void readMarkersAloneGiveNoHead() {
    write(new ReadMarkersMoved(List.of(new ReadMarker(CONVERSATION, 2, 12))));
    assertThat(views.events(CONVERSATION, 1, 10, 1000)).isEmpty();
  }

  @Test
  void changesSinceAPositionNameCurrentAndRemovedMembers() {
    load(0, new Member(1, 5, 0, 0), new Member(2, 5, 0, 0));
    write(
        new ConversationLoaded(
            50, "group-chat", 1, 1, 5, 0, false, List.of(new Member(3, 5, 0, 0))));
    long before = next - 1;
    write(new ReadMarkersMoved(List.of(new ReadMarker(50, 3, 0))));
    assertThat(views.changedSince(SHARD, before)).isEmpty();
    write(new MemberRemoved(CONVERSATION, 1, 2, 1, 21, Records.name("b")));
    assertThat(views.changedSince(SHARD, before))
        .containsExactly(new ChangedConversation(CONVERSATION, List.of(2L, 1L)));
    assertThat(views.changedSince(SHARD, before - 1))
        .containsExactly(
            new ChangedConversation(50, List.of(3L)),
            new ChangedConversation(CONVERSATION, List.of(2L, 1L)));
    assertThat(views.changedSince(SHARD, next - 1)).isEmpty();
  }

  @Test
  void changesAreUnknownIfTheMembersAreUnknown() {
    writeMessages(1);
    assertThatThrownBy(() -> views.changedSince(SHARD, 1)).isInstanceOf(TruncatedException.class);
  }

  @Test
  void onlineUsersFollowFromTheLastRecords() {
    write(new OnlineChanged(List.of(4L, 5L, 6L), List.of()));
    write(new OnlineChanged(List.of(7L), List.of(5L)));
    assertThat(views.onlineUsers(SHARD)).containsExactly(4L, 6L, 7L);
    assertThat(views.onlineUsers(SHARD + 1)).isEmpty();
  }

  @Test
  void revocationsCountUntilTheirEnd() {
    LoginsRevoked one = new LoginsRevoked(4, "abc", 0, 100);
    LoginsRevoked all = new LoginsRevoked(4, null, 50, 200);
    write(one, all);
    assertThat(views.revocations(SHARD, 100)).containsExactlyInAnyOrder(one, all);
    assertThat(views.revocations(SHARD, 101)).containsExactly(all);
    assertThat(views.revocations(SHARD + 1, 1)).isEmpty();
  }

  @Test
  void theHighestIdsOfAnyRecordAreKept() {
    load(0, new Member(900, 5, 0, 0));
    writeMessages(2);
    assertThat(views.highestIds())
        .isEqualTo(new HighestIds(CONVERSATION * 1_000_000 + 2, CONVERSATION, 900));
  }
}
