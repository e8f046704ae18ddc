package io.realtimegateway.api.application;

import io.realtimegateway.api.engine.EngineClient;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.users.SystemUser;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.store.conversations.ConversationViews;
import java.util.List;
import java.util.function.Supplier;

/// Takes a user out of all its conversations.
final class Departures {
  private static final int PAGE = 500;

  private final ConversationViews views;
  private final SystemUser system;
  private final Supplier<String> names;

  Departures(ConversationViews views, SystemUser system, Supplier<String> names) {
    this.views = views;
    this.system = system;
    this.names = names;
  }

  /// Ends every membership that was accepted before the call.
  void leaveAll(long userID, EngineClient engine) {
    engine.barrierOnAll(system.id());
    long after = 0;
    List<Long> page = views.ofUser(userID, after, PAGE);
    while (!page.isEmpty()) {
      page.forEach(conversationID -> leave(userID, conversationID, engine));
      after = page.getLast();
      page = views.ofUser(userID, after, PAGE);
    }
  }

  /// A membership that has already ended is no error.
  private void leave(long userID, long conversationID, EngineClient engine) {
    String name = names.get();
    try {
      engine.command(
          request ->
              new Command.RemoveMember(
                  request, system.id(), conversationID, Authority.APPLICATION, name, userID));
    } catch (Refusal refusal) {
      if (refusal.code() != ErrorCode.NOT_FOUND) {
        throw refusal;
      }
    }
  }
}
