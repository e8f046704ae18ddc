package io.realtimegateway.webhooks;

import io.realtimegateway.store.applications.WebhookHistory;
import io.realtimegateway.store.applications.WebhookHistory.Named;
import io.realtimegateway.store.conversations.ArchivedConversation;
import io.realtimegateway.store.conversations.ConversationRepository;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Reads from PostgreSQL what the body of a webhook needs besides the event. At most two lookups
/// run at once for all endpoints together, so that they leave database connections to others.
final class Directory {
  private static final int AT_ONCE = 2;

  private final WebhookHistory history;
  private final ConversationRepository conversations;
  private final OnlineUsers online;
  private final Semaphore permits = new Semaphore(AT_ONCE, true);

  Directory(WebhookHistory history, ConversationRepository conversations, OnlineUsers online) {
    this.history = history;
    this.conversations = conversations;
    this.online = online;
  }

  /// Runs a lookup when one of the two permits is free.
  <T> T lookUp(Callable<T> lookup) throws InterruptedException {
    permits.acquire();
    try {
      return lookup.call();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      permits.release();
    }
  }

  /// `externalId` of users by id; null, or missing, for one who has none.
  Map<Long, @Nullable String> names(Collection<Long> users) throws InterruptedException {
    Map<Long, @Nullable String> names = new HashMap<>();
    for (Named named : lookUp(() -> history.names(users))) {
      names.put(named.userID(), named.externalID());
    }
    return names;
  }

  Optional<ArchivedConversation> conversation(long id) throws InterruptedException {
    return lookUp(() -> conversations.find(id));
  }

  /// Members of a conversation who are not online now, in the order of joining.
  List<Named> offlineMembers(long conversationID, long except) throws InterruptedException {
    List<Named> members = lookUp(() -> history.members(conversationID));
    Set<Long> here = online.among(members.stream().map(Named::userID).toList());
    List<Named> offline = new ArrayList<>();
    for (Named member : members) {
      if (member.userID() != except && !here.contains(member.userID())) {
        offline.add(member);
      }
    }
    return offline;
  }
}
