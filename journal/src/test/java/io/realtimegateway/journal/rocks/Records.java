package io.realtimegateway.journal.rocks;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Records of one shard by hand.
final class Records {
  static final int SHARD = 3;
  static final long EPOCH = 0xE1;
  static final long CONVERSATION = 7;

  private Records() {}

  static JournalEntry entry(long index, long term, JournalRecord made) {
    return new JournalEntry(SHARD, EPOCH, index, term, made);
  }

  static JournalEntry start(long index, long term) {
    return entry(index, term, new EpochStarted(1, "new"));
  }

  static JournalEntry loaded(long index, long term, long conversation, long... users) {
    List<Member> members =
        LongStream.of(users).mapToObj(user -> new Member(user, 1, 0, 0)).toList();
    return entry(
        index, term, new ConversationLoaded(conversation, "group-chat", 1, 1, 1, 0, true, members));
  }

  static CommandName name(String text) {
    return new CommandName(1, text, true, 11, 12);
  }

  static JournalEntry message(long index, long term, long seq, String content) {
    return message(index, term, CONVERSATION, seq, content, "name-" + CONVERSATION + "-" + seq, 5);
  }

  static JournalEntry message(
      long index, long term, long conversation, long seq, String content, String name, long at) {
    long id = conversation * 1_000_000 + seq;
    return entry(
        index, term, new MessageCreated(conversation, seq, id, 1, at, content, null, name(name)));
  }

  static JournalEntry updated(long index, long term, long seq, long ofSeq, String content) {
    long id = CONVERSATION * 1_000_000 + ofSeq;
    return entry(
        index,
        term,
        new MessageUpdated(
            CONVERSATION, seq, id, 1, ofSeq, 5, 6, content, null, null, name("update-" + seq)));
  }

  static JournalEntry deleted(long index, long term, long seq, long ofSeq) {
    long id = CONVERSATION * 1_000_000 + ofSeq;
    return entry(
        index,
        term,
        new MessageDeleted(CONVERSATION, seq, id, 1, ofSeq, 5, 6, name("delete-" + seq)));
  }

  /// A start, a conversation and messages with the seqs 1..count.
  static List<JournalEntry> conversation(long term, int count, String content) {
    List<JournalEntry> entries = new ArrayList<>();
    entries.add(start(1, term));
    entries.add(loaded(2, term, CONVERSATION, 1, 2));
    for (int seq = 1; seq <= count; seq++) {
      entries.add(message(seq + 2L, term, seq, content));
    }
    return entries;
  }
}
