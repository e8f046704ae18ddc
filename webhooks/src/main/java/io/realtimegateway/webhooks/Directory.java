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

/// What the body of a webhook needs beside the event: asked of PostgreSQL, by at most two at once
/// however many endpoints there are, so that they leave connections to others.
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

  /// Asks PostgreSQL when it is one's turn.
  <T> T ask(Callable<T> question) throws InterruptedException {
    permits.acquire();
    try {
      return question.call();
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
    for (Named named : ask(() -> history.names(users))) {
      names.put(named.userID(), named.externalID());
    }
    return names;
  }

  Optional<ArchivedConversation> conversation(long id) throws InterruptedException {
    return ask(() -> conversations.find(id));
  }

  /// Members of a conversation who are not online now, in the order of joining.
  List<Named> offlineMembers(long conversationID, long except) throws InterruptedException {
    List<Named> members = ask(() -> history.members(conversationID));
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
