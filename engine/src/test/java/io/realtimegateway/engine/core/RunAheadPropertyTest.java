package io.realtimegateway.engine.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.model.record.NameSpace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Memory runs ahead of the journal, which commits in order, late, and now and then fences: then
/// what was decided may be lost, or kept without an answer to its sender, who learns of it by the
/// repeat.
final class RunAheadPropertyTest {
  private static final int STEPS = 5_000;
  private static final int USERS = 8;

  @Property(tries = 200)
  void whatIsLostIsDoneOnceMoreAndWhatIsKeptIsNot(@ForAll long seed) {
    new History(seed).run();
  }

  private record Done(HistoryCommand wanted, Decision.Accepted decision) {}

  private static final class History implements Surroundings {
    private final Random random;
    private final List<Done> committed = new ArrayList<>();
    private final List<Done> flying = new ArrayList<>();

    /// Commands whose sender got no answer.
    private final List<HistoryCommand> unknown = new ArrayList<>();

    private final Map<NameKey, CommandResult> answers = new HashMap<>();
    private final Map<Long, KnownMessage> messages = new HashMap<>();
    private final Map<Long, Long> joined = new HashMap<>();
    private Properties properties = new Properties("first", null);
    private long owner = 1;
    private long ids;
    private long names;
    private Conversation core;

    History(long seed) {
      random = new Random(seed);
      for (long user = 1; user <= 3; user++) {
        joined.put(user, 0L);
      }
      core = load();
    }

    /// From what is committed alone.
    private Conversation load() {
      List<Member> members = new ArrayList<>();
      joined.forEach((user, seq) -> members.add(new Member(user, seq, 0, 0)));
      return new Conversation(7, "group-chat", owner, head(), members);
    }

    private long head() {
      return committed.isEmpty() ? 0 : committed.getLast().decision.record().lastSeq();
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        int dice = random.nextInt(1000);
        if (dice < 600) {
          put(wanted());
        } else if (dice < 700 && !unknown.isEmpty()) {
          put(unknown.remove(random.nextInt(unknown.size())));
        } else if (dice < 995) {
          commit(random.nextInt(4));
        } else {
          fence();
        }
        compare();
      }
      commit(flying.size());
      while (!unknown.isEmpty()) {
        put(unknown.removeLast());
        commit(flying.size());
      }
      assertThat(core.head()).isEqualTo(head());
      eachNameIsThereOnceAndSeqsAreDense();
    }

    private void commit(int count) {
      for (int i = 0; i < count && !flying.isEmpty(); i++) {
        Done done = flying.removeFirst();
        keep(done);
        core.commit(done.decision.record().lastSeq());
      }
    }

    /// Some of what is in flight is kept, in order, without an answer; the rest is lost.
    private void fence() {
      int kept = random.nextInt(flying.size() + 1);
      flying.forEach(done -> unknown.add(done.wanted));
      flying.subList(0, kept).forEach(this::keep);
      flying.clear();
      core = load();
    }

    private void keep(Done done) {
      ConversationEvent record = done.decision.record();
      assertThat(record.seq()).isEqualTo(head() + 1);
      committed.add(done);
      assertThat(answers.put(NameKey.of(done.wanted), done.decision.result())).isNull();
      switch (record) {
        case MessageCreated made -> messages.put(made.messageID(), Client.known(made));
        case MessageUpdated edited -> messages.put(edited.messageID(), Client.known(edited));
        case MessageDeleted gone ->
            messages.computeIfPresent(gone.messageID(), (_, before) -> Client.known(gone, before));
        case MembersAdded added -> {
          long seq = added.seq();
          for (long user : added.users()) {
            assertThat(joined.put(user, seq++)).isNull();
          }
        }
        case MemberRemoved removed -> {
          assertThat(joined.remove(removed.user())).isNotNull();
          owner = removed.owner();
        }
        case ConversationUpdated updated -> properties = Client.properties(updated);
      }
    }

    private HistoryCommand wanted() {
      int drawn = random.nextInt(9);
      boolean clientNamed = drawn != 2 && drawn != 3;
      CommandName name =
          new CommandName(
              1L + random.nextInt(USERS), "n" + ++names, clientNamed, random.nextLong(), 0);
      long message = 1 + (ids == 0 ? 0 : random.nextLong(ids));
      long user = 1L + random.nextInt(USERS);
      return switch (drawn) {
        case 0 -> new HistoryCommand.Edit(name, false, message, "e", null, 0);
        case 1 -> new HistoryCommand.Delete(name, false, message, 0);
        case 2 -> new HistoryCommand.Add(name, true, List.of(user, 1 + user % USERS));
        case 3 -> new HistoryCommand.Remove(name, true, user);
        case 4 -> new HistoryCommand.Update(name, true, "g" + names, null);
        default -> new HistoryCommand.Send(name, false, "c", null);
      };
    }

    private void put(HistoryCommand wanted) {
      CommandResult kept = answers.get(NameKey.of(wanted));
      switch (decide(wanted)) {
        case Decision.Accepted accepted -> {
          assertThat(kept).as("done already: %s", wanted).isNull();
          flying.add(new Done(wanted, accepted));
        }
        case Decision.Answered answered -> {
          if (kept != null) {
            assertThat(answered.result()).isEqualTo(kept);
            assertThat(answered.repeated()).isTrue();
          }
        }
        case Decision.Refused _ -> assertThat(kept).as("done already: %s", wanted).isNull();
        case Decision.NeedsMessage _, Decision.NeedsName _, Decision.NeedsProperties _ ->
            throw new AssertionError("looked up already");
      }
    }

    /// A look-up sees what is committed.
    private Decision decide(HistoryCommand wanted) {
      Decision decision = core.decide(wanted, this);
      for (int lookUps = 0; lookUps < 3; lookUps++) {
        switch (decision) {
          case Decision.NeedsMessage needed -> {
            core.seek(needed.messageID());
            core.learn(needed.messageID(), messages.get(needed.messageID()));
          }
          case Decision.NeedsProperties _ -> core.learnProperties(properties);
          case Decision.NeedsName _ -> core.learnName(wanted, answers.get(NameKey.of(wanted)));
          case Decision.Accepted _, Decision.Answered _, Decision.Refused _ -> {
            core.forgetLookUps(wanted);
            return decision;
          }
        }
        decision = core.decide(wanted, this);
      }
      return decision;
    }

    /// The members that clients may learn of are those of the journal.
    private void compare() {
      for (long user = 1; user <= USERS; user++) {
        assertThat(core.isCommittedMember(user)).isEqualTo(joined.containsKey(user));
      }
      assertThat(core.committed()).isEqualTo(head());
    }

    private void eachNameIsThereOnceAndSeqsAreDense() {
      Set<NameKey> seen = new HashSet<>();
      long seq = 0;
      for (Done done : committed) {
        assertThat(seen.add(NameKey.of(done.wanted))).isTrue();
        assertThat(done.decision.record().seq()).isEqualTo(seq + 1);
        seq = done.decision.record().lastSeq();
      }
    }

    @Override
    public long now() {
      return 1;
    }

    @Override
    public long nextMessageID() {
      return ++ids;
    }

    @Override
    public boolean surelyNew(long conversationID, NameSpace space, CommandName name) {
      return !answers.containsKey(new NameKey(name.author(), space, name.text()))
          && random.nextInt(20) != 0;
    }

    @Override
    public int maxMembers() {
      return 6;
    }

    @Override
    public boolean isFull() {
      return false;
    }
  }
}
