package io.realtimegateway.journal;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.model.record.NameSpace;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;

/// The local store's views for virtual threads: each blocking read runs on a platform thread,
/// because a native call would pin the carrier of a virtual thread.
public final class PlatformViews implements LocalViews {
  private final LocalViews views;
  private final ExecutorService platform;

  /// Wraps the views of a local store.
  ///
  /// @param platform a few platform threads
  public PlatformViews(LocalViews views, ExecutorService platform) {
    this.views = views;
    this.platform = platform;
  }

  private <T> T read(Callable<T> read) {
    try {
      return platform.submit(read).get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("the local store could not be read", failure.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while reading the local store", interrupted);
    }
  }

  @Override
  public Optional<ConversationLoaded> conversation(long conversationID) {
    return read(() -> views.conversation(conversationID));
  }

  @Override
  public long head(long conversationID) {
    return read(() -> views.head(conversationID));
  }

  @Override
  public Optional<StoredMessage> message(long messageID) {
    return read(() -> views.message(messageID));
  }

  @Override
  public Optional<JournalEntry> newestOf(long messageID) {
    return read(() -> views.newestOf(messageID));
  }

  @Override
  public Optional<JournalEntry> newestUpdateOf(long conversationID) {
    return read(() -> views.newestUpdateOf(conversationID));
  }

  @Override
  public Optional<CommandResult> answer(
      long conversationID, long author, NameSpace space, String name) {
    return read(() -> views.answer(conversationID, author, space, name));
  }

  @Override
  public boolean mayKnowName(long conversationID, long author, NameSpace space, String name) {
    return views.mayKnowName(conversationID, author, space, name);
  }

  @Override
  public long completeSince() {
    return views.completeSince();
  }

  @Override
  public long storedSince() {
    return views.storedSince();
  }

  @Override
  public Optional<EventPage> events(
      long conversationID, long fromSeq, int maxEntries, int maxBytes) {
    return read(() -> views.events(conversationID, fromSeq, maxEntries, maxBytes));
  }

  @Override
  public long[] changeSeqs(long conversationID, long[] messageIDs) {
    return read(() -> views.changeSeqs(conversationID, messageIDs));
  }

  @Override
  public long[] memberChangeSeqs(long conversationID, long[] userIDs) {
    return read(() -> views.memberChangeSeqs(conversationID, userIDs));
  }

  @Override
  public long conversationChangeSeq(long conversationID) {
    return read(() -> views.conversationChangeSeq(conversationID));
  }

  @Override
  public List<ChangedConversation> changedSince(int shard, long index) {
    return read(() -> views.changedSince(shard, index));
  }

  @Override
  public List<Long> onlineUsers(int shard) {
    return read(() -> views.onlineUsers(shard));
  }

  @Override
  public List<LoginsRevoked> revocations(int shard, long now) {
    return read(() -> views.revocations(shard, now));
  }

  @Override
  public HighestIds highestIds() {
    return read(views::highestIds);
  }
}
