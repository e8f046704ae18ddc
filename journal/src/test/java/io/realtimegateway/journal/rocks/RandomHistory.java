package io.realtimegateway.journal.rocks;

import io.realtimegateway.model.Shards;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import io.realtimegateway.model.record.JournalRecord.ReadMarker;
import io.realtimegateway.model.record.JournalRecord.ReadMarkersMoved;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/// Makes a plausible history of the shards of one log: every kind of record, seqs dense per
/// conversation, indexes dense per shard.
final class RandomHistory {
  /// The state of a conversation during the history.
  private static final class Conversation {
    final long id;
    long head;
    final TreeSet<Long> members = new TreeSet<>();
    final List<MessageCreated> messages = new ArrayList<>();

    Conversation(long id) {
      this.id = id;
    }
  }

  private final RandomGenerator random;
  private final int log;
  private long term;
  private final long[] nextIndex = new long[Shards.PER_LOG];
  private final long[] epochs = new long[Shards.PER_LOG];
  private final Map<Integer, List<Conversation>> conversations = new HashMap<>();
  private long ids;
  private long clock = 1_800_000_000_000L;

  /// @param base ids and indexes begin after it
  RandomHistory(RandomGenerator random, int log, long term, long base) {
    this.ids = base + log * 1_000_000L + 1000;
    Arrays.fill(nextIndex, base);
    this.random = random;
    this.log = log;
    this.term = term;
  }

  /// First records of all shards.
  List<JournalEntry> begin() {
    List<JournalEntry> entries = new ArrayList<>();
    for (int slot = 0; slot < Shards.PER_LOG; slot++) {
      epochs[slot] = random.nextLong() | 1;
      entries.add(entry(slot, new EpochStarted(clock, "new")));
    }
    return entries;
  }

  /// A new owner continues.
  void continueUnder(long newTerm) {
    term = newTerm;
  }

  /// The next records, of any shards.
  List<JournalEntry> next(int count) {
    List<JournalEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int slot = random.nextInt(Shards.PER_LOG);
      entries.add(entry(slot, anyRecord(slot)));
    }
    return entries;
  }

  private JournalEntry entry(int slot, JournalRecord made) {
    int shard = Shards.firstOf(log) + slot;
    return new JournalEntry(shard, epochs[slot], ++nextIndex[slot], term, made);
  }

  private JournalRecord anyRecord(int slot) {
    clock += random.nextInt(1000);
    List<Conversation> known = conversations.computeIfAbsent(slot, _ -> new ArrayList<>());
    if (known.isEmpty() || random.nextInt(40) == 0) {
      return load(known);
    }
    Conversation conversation = known.get(random.nextInt(known.size()));
    return switch (random.nextInt(20)) {
      case 0 -> edit(conversation);
      case 1 -> delete(conversation);
      case 2 -> add(conversation);
      case 3 -> remove(conversation);
      case 4 -> read(conversation);
      case 5 -> new OnlineChanged(List.of(user(), user()), List.of(user()));
      case 6 -> new LoginsRevoked(user(), random.nextBoolean() ? null : "login", clock, clock + 99);
      case 7 -> rename(conversation);
      default -> send(conversation);
    };
  }

  private ConversationLoaded load(List<Conversation> known) {
    boolean again = !known.isEmpty() && random.nextInt(4) == 0;
    Conversation conversation =
        again ? known.get(random.nextInt(known.size())) : new Conversation(ids++);
    if (!again) {
      known.add(conversation);
      conversation.members.addAll(List.of(1L, 2L, 3L));
    }
    List<Member> members =
        conversation.members.stream().map(user -> new Member(user, clock, 0, 0)).toList();
    return new ConversationLoaded(
        conversation.id, "group-chat", 1, 1, clock, conversation.head, again, members);
  }

  private MessageCreated send(Conversation in) {
    String metadata = random.nextInt(3) == 0 ? "{\"a\":" + random.nextInt() + "}" : null;
    MessageCreated created =
        new MessageCreated(
            in.id, ++in.head, ids++, user(), clock, "text " + random.nextInt(), metadata, name());
    in.messages.add(created);
    return created;
  }

  private JournalRecord edit(Conversation in) {
    if (in.messages.isEmpty()) {
      return send(in);
    }
    MessageCreated of = in.messages.get(random.nextInt(in.messages.size()));
    return new MessageUpdated(
        in.id,
        ++in.head,
        of.messageID(),
        of.author(),
        of.seq(),
        of.createdAt(),
        clock,
        "edited ü " + random.nextInt(),
        of.metadata(),
        of.name().clientNamed() ? of.name().text() : null,
        name());
  }

  private JournalRecord delete(Conversation in) {
    if (in.messages.isEmpty()) {
      return send(in);
    }
    MessageCreated of = in.messages.remove(random.nextInt(in.messages.size()));
    return new MessageDeleted(
        in.id, ++in.head, of.messageID(), of.author(), of.seq(), of.createdAt(), clock, name());
  }

  private MembersAdded add(Conversation to) {
    List<Long> users = List.of(ids, ids + 1);
    ids += 2;
    long seq = to.head + 1;
    to.head += users.size();
    to.members.addAll(users);
    return new MembersAdded(to.id, seq, users, clock, name());
  }

  private JournalRecord remove(Conversation from) {
    if (from.members.size() < 2) {
      return send(from);
    }
    long user = from.members.removeLast();
    return new MemberRemoved(from.id, ++from.head, user, from.members.first(), clock, name());
  }

  private ConversationUpdated rename(Conversation of) {
    String metadata = random.nextInt(3) == 0 ? null : "{\"b\":" + random.nextInt() + "}";
    return new ConversationUpdated(
        of.id,
        ++of.head,
        random.nextInt(2) * user(),
        "name " + random.nextInt(),
        metadata,
        clock,
        name());
  }

  private ReadMarkersMoved read(Conversation in) {
    long user = in.members.isEmpty() ? 1 : in.members.first();
    return new ReadMarkersMoved(List.of(new ReadMarker(in.id, user, in.head)));
  }

  private CommandName name() {
    boolean client = random.nextInt(3) == 0;
    String text = client ? "named-" + ids++ : uuid7(clock, random.nextLong());
    return new CommandName(user(), text, client, random.nextLong(), random.nextLong());
  }

  private long user() {
    return 1L + random.nextInt(20);
  }

  /// A UUIDv7 of a time.
  static String uuid7(long millis, long low) {
    return String.format(
        "%08x-%04x-7%03x-8%03x-%012x",
        millis >>> 16,
        millis & 0xFFFF,
        low & 0xFFF,
        (low >>> 12) & 0xFFF,
        (low >>> 24) & 0xFFFFFFFFFFL);
  }
}
