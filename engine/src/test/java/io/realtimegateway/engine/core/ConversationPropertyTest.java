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
import io.realtimegateway.protocol.ErrorCode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/// Random histories of one conversation: all kinds of commands, repeats, names used for something
/// else, memory that forgets, and clients that miss parts and catch up.
final class ConversationPropertyTest {
  private static final int STEPS = 5_000;

  @Property(tries = 400)
  void aRandomHistoryKeepsItsPromises(@ForAll long seed) {
    new History(seed).run(STEPS);
  }

  /// One history, and beside it what must hold of it.
  private static final class History implements Surroundings {
    private final Random random;
    private final List<ConversationEvent> records = new ArrayList<>();
    private final Map<NameKey, HistoryCommand> result = new HashMap<>();
    private final Map<NameKey, CommandResult> answers = new HashMap<>();
    private final Map<Long, KnownMessage> stored = new HashMap<>();
    private final List<Long> messageIDs = new ArrayList<>();
    private final Set<Long> members = new HashSet<>();
    private final Client steady = new Client();
    private Client forgetful = new Client();
    private Properties properties = new Properties("first", null);
    private long owner = 1;
    private long clock = 1_000;
    private long ids;
    private final Map<NameSpace, Integer> texts = new EnumMap<>(NameSpace.class);
    private long names;
    private boolean isFull;
    private Conversation core;

    History(long seed) {
      random = new Random(seed);
      members.addAll(List.of(1L, 2L, 3L));
      core = load();
    }

    private Conversation load() {
      List<Member> loaded = new ArrayList<>();
      members.forEach(user -> loaded.add(new Member(user, joinedAt(user), 0, 0)));
      return new Conversation(7, "group-chat", owner, head(), loaded);
    }

    private long joinedAt(long user) {
      return Math.max(0, steady.members.getOrDefault(user, 0L));
    }

    private long head() {
      return records.isEmpty() ? 0 : records.getLast().lastSeq();
    }

    void run(int steps) {
      for (int step = 0; step < steps; step++) {
        clock += random.nextInt(3);
        isFull = random.nextInt(10) == 0;
        if (random.nextInt(500) == 0) {
          core = load();
        }
        if (random.nextInt(10) == 0 && !result.isEmpty()) {
          repeat();
        } else {
          fresh(wanted());
        }
        if (random.nextInt(300) == 0) {
          catchUp();
        }
      }
      catchUp();
      assertThat(steady.hasGap).isFalse();
      assertThat(forgetful.messages).isEqualTo(steady.messages);
      assertThat(forgetful.members).isEqualTo(steady.members);
      assertThat(forgetful.properties).isEqualTo(steady.properties).isEqualTo(properties);
    }

    /// The forgetful client asks for what it missed: the last change of each object above its seq.
    private void catchUp() {
      Map<Object, ConversationEvent> latest = new HashMap<>();
      for (ConversationEvent record : records) {
        for (Object object : objects(record)) {
          latest.put(object, record);
        }
      }
      for (ConversationEvent record : records) {
        if (record.lastSeq() > forgetful.seq && latest.containsValue(record)) {
          forgetful.apply(record);
        }
      }
      forgetful.seq = head();
      forgetful.hasGap = false;
      assertThat(forgetful.messages).isEqualTo(steady.messages);
    }

    private static List<Object> objects(ConversationEvent record) {
      return switch (record) {
        case MessageCreated created -> List.of("m" + created.messageID());
        case MessageUpdated edited -> List.of("m" + edited.messageID());
        case MessageDeleted deleted -> List.of("m" + deleted.messageID());
        case MembersAdded added -> List.copyOf(added.users());
        case MemberRemoved removed -> List.of(removed.user());
        case ConversationUpdated _ -> List.of("c");
      };
    }

    private HistoryCommand wanted() {
      long author = 1L + random.nextInt(6);
      int drawn = random.nextInt(13);
      CommandName name = name(author, drawn);
      long message = messageIDs.isEmpty() ? 99 : messageIDs.get(random.nextInt(messageIDs.size()));
      long user = 1L + random.nextInt(8);
      boolean byApplication = random.nextInt(20) == 0;
      String metadata = random.nextBoolean() ? "{\"n\":" + names + "}" : "{}";
      return switch (drawn) {
        case 0 ->
            new HistoryCommand.Edit(
                name, byApplication, message, "e" + names, null, condition(message));
        case 1 -> new HistoryCommand.Delete(name, byApplication, message, condition(message));
        case 2 -> new HistoryCommand.Add(name, byApplication, List.of(user, 1 + user % 8));
        case 3 -> new HistoryCommand.Remove(name, byApplication, user);
        case 4 -> new HistoryCommand.Update(name, byApplication, "g" + names, null);
        case 5 -> new HistoryCommand.Update(name, byApplication, null, metadata);
        case 6 -> new HistoryCommand.Update(name, byApplication, "h" + names, metadata);
        default -> new HistoryCommand.Send(name, byApplication, "c" + names, null);
      };
    }

    /// Texts are the same in both name spaces; only a random name meets no other in its own.
    private CommandName name(long author, int drawn) {
      boolean isSend = drawn > 6;
      boolean clientNamed = drawn != 2 && drawn != 3 && drawn != 5 && random.nextBoolean();
      names++;
      String text =
          clientNamed
              ? "n" + texts.merge(NameSpace.of(true, isSend), 1, Integer::sum)
              : "random" + names;
      return new CommandName(author, text, clientNamed, random.nextLong(), 0);
    }

    /// None, the right one, or one that does not hold.
    private long condition(long message) {
      KnownMessage known = stored.get(message);
      return switch (random.nextInt(3)) {
        case 0 -> 0;
        case 1 -> known == null ? 1 : known.changeSeq();
        default -> (known == null ? 0 : known.changeSeq()) + 1 + random.nextInt(2);
      };
    }

    private void fresh(HistoryCommand wanted) {
      boolean holds = holds(wanted);
      boolean mayAct = wanted.byApplication() || members.contains(wanted.author());
      long before = head();
      switch (decide(wanted)) {
        case Decision.Accepted accepted -> {
          assertThat(mayAct).isTrue();
          assertThat(isFull).isFalse();
          assertThat(holds).isTrue();
          accept(wanted, accepted, before);
        }
        case Decision.Answered answered -> assertThat(answered.repeated()).isFalse();
        case Decision.Refused refused -> {
          if (!mayAct) {
            assertThat(refused.code()).isEqualTo(ErrorCode.NOT_FOUND);
          }
          if (refused.code() == ErrorCode.CONFLICT) {
            assertThat(holds).isFalse();
            assertThat(refused.target()).isEqualTo("ifChangeSeq");
          }
          assertThat(refused.code() == ErrorCode.SERVICE_UNAVAILABLE).isEqualTo(mayAct && isFull);
          assertThat(core.head()).isEqualTo(before);
        }
        case Decision.NeedsMessage _, Decision.NeedsName _, Decision.NeedsProperties _ ->
            throw new AssertionError("looked up already");
      }
    }

    private boolean holds(HistoryCommand wanted) {
      return switch (wanted) {
        case HistoryCommand.Edit edit -> holds(edit.messageID(), edit.ifChangeSeq());
        case HistoryCommand.Delete delete -> holds(delete.messageID(), delete.ifChangeSeq());
        case HistoryCommand.Send _,
            HistoryCommand.Add _,
            HistoryCommand.Remove _,
            HistoryCommand.Update _ ->
            true;
      };
    }

    private boolean holds(long messageID, long ifChangeSeq) {
      KnownMessage message = stored.get(messageID);
      return ifChangeSeq == 0 || (message != null && message.changeSeq() == ifChangeSeq);
    }

    private void accept(HistoryCommand wanted, Decision.Accepted accepted, long before) {
      ConversationEvent record = accepted.record();
      assertThat(record.seq()).isEqualTo(before + 1);
      if (wanted instanceof HistoryCommand.Update update) {
        assertThat(wanted.byApplication() || wanted.author() == owner).isTrue();
        assertThat(((ConversationUpdated) record).user())
            .isEqualTo(wanted.byApplication() ? 0 : wanted.author());
        properties = after(update);
        assertThat(Client.properties((ConversationUpdated) record)).isEqualTo(properties);
      }
      assertThat(accepted.result().seq()).isEqualTo(record.lastSeq());
      records.add(record);
      result.put(NameKey.of(wanted), wanted);
      answers.put(NameKey.of(wanted), accepted.result());
      remember(record);
      steady.live(record);
      if (random.nextInt(20) != 0 && !forgetful.hasGap) {
        forgetful.live(record);
      }
      core.commit(record.lastSeq());
    }

    private Properties after(HistoryCommand.Update update) {
      String name = update.groupName() == null ? properties.groupName() : update.groupName();
      String metadata = update.metadata() == null ? properties.metadata() : update.metadata();
      return new Properties(name, "{}".equals(metadata) ? null : metadata);
    }

    private void remember(ConversationEvent record) {
      switch (record) {
        case MessageCreated created -> {
          messageIDs.add(created.messageID());
          stored.put(created.messageID(), Client.known(created));
        }
        case MessageUpdated edited -> stored.put(edited.messageID(), Client.known(edited));
        case MessageDeleted deleted ->
            stored.computeIfPresent(
                deleted.messageID(), (_, before) -> Client.known(deleted, before));
        case MembersAdded added -> {
          assertThat(members).doesNotContainAnyElementsOf(added.users());
          members.addAll(added.users());
        }
        case MemberRemoved removed -> {
          assertThat(members.remove(removed.user())).isTrue();
          boolean wasOwned = owner != 0;
          owner = removed.owner();
          assertThat(owner == 0 || members.contains(owner)).isTrue();
          // Once the last member has left nobody owns it, also when the application adds others.
          assertThat(owner == 0 && wasOwned && !members.isEmpty()).isFalse();
        }
        case ConversationUpdated _ -> {}
      }
    }

    /// A repeat gets the first answer, whatever happened since; the same name for something else is
    /// a conflict.
    private void repeat() {
      List<HistoryCommand> all = List.copyOf(result.values());
      HistoryCommand wanted = all.get(random.nextInt(all.size()));
      CommandResult answer = answers.get(NameKey.of(wanted));
      long before = head();
      if (random.nextInt(4) == 0) {
        CommandName first = wanted.name();
        CommandName other =
            new CommandName(first.author(), first.text(), first.clientNamed(), 1, 1);
        conflict(wanted.nameSpace() == NameSpace.COMMAND ? changing(other) : sending(other));
      } else {
        Decision decision = decide(wanted);
        assertThat(decision).isInstanceOf(Decision.Answered.class);
        Decision.Answered answered = (Decision.Answered) decision;
        assertThat(answered.result()).isEqualTo(answer);
        assertThat(answered.repeated()).isTrue();
        if (wanted instanceof HistoryCommand.Send) {
          assertThat(answered.deleted()).isEqualTo(stored.get(answer.messageID()).deleted());
        }
      }
      assertThat(core.head()).isEqualTo(before);
    }

    private static HistoryCommand sending(CommandName name) {
      return new HistoryCommand.Send(name, false, "other", null);
    }

    private HistoryCommand changing(CommandName name) {
      if (messageIDs.isEmpty() || random.nextInt(3) == 0) {
        return new HistoryCommand.Update(name, false, "other", null);
      }
      long message = messageIDs.get(random.nextInt(messageIDs.size()));
      return random.nextBoolean()
          ? new HistoryCommand.Edit(name, false, message, "other", null, condition(message))
          : new HistoryCommand.Delete(name, false, message, condition(message));
    }

    /// A user who may not change the message gets that answer instead.
    private void conflict(HistoryCommand wanted) {
      boolean isForeign =
          switch (wanted) {
            case HistoryCommand.Edit edit -> isForeign(edit.messageID(), wanted);
            case HistoryCommand.Delete delete -> isForeign(delete.messageID(), wanted);
            case HistoryCommand.Send _,
                HistoryCommand.Add _,
                HistoryCommand.Remove _,
                HistoryCommand.Update _ ->
                false;
          };
      Decision decision = decide(wanted);
      assertThat(decision).isInstanceOf(Decision.Refused.class);
      assertThat(((Decision.Refused) decision).code())
          .isEqualTo(isForeign ? ErrorCode.FORBIDDEN : ErrorCode.CONFLICT);
    }

    private boolean isForeign(long messageID, HistoryCommand wanted) {
      return stored.get(messageID).author() != wanted.author();
    }

    private Decision decide(HistoryCommand wanted) {
      Decision decision = core.decide(wanted, this);
      for (int lookUps = 0; lookUps < 3; lookUps++) {
        switch (decision) {
          case Decision.NeedsMessage needed -> {
            core.seek(needed.messageID());
            core.learn(needed.messageID(), stored.get(needed.messageID()));
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
      core.forgetLookUps(wanted);
      return decision;
    }

    @Override
    public long now() {
      return clock;
    }

    @Override
    public long nextMessageID() {
      return ++ids;
    }

    /// As the filter: never a wrong "new", now and then a needless doubt.
    @Override
    public boolean surelyNew(long conversationID, NameSpace space, CommandName name) {
      return !answers.containsKey(new NameKey(name.author(), space, name.text()))
          && random.nextInt(50) != 0;
    }

    @Override
    public int maxMembers() {
      return 6;
    }

    @Override
    public boolean isFull() {
      return isFull;
    }
  }
}
