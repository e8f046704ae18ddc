package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.Fact;
import io.realtimegateway.protocol.packet.Event;

/// Facts as the events that all members receive.
final class FactEvents {
  private FactEvents() {}

  static Event of(long conversationID, Fact.Created created) {
    return new Event.Message(
        conversationID,
        created.seq(),
        created.messageID(),
        created.author(),
        created.createdAt(),
        created.content(),
        created.metadata(),
        created.clientMessageID());
  }

  static Event of(long conversationID, Fact.Edited edited) {
    return new Event.MessageUpdated(
        conversationID,
        edited.seq(),
        edited.message().messageID(),
        edited.updatedAt(),
        edited.content(),
        edited.message().metadata());
  }

  static Event of(long conversationID, Fact.Deleted deleted) {
    return new Event.MessageDeleted(
        conversationID, deleted.seq(), deleted.message().messageID(), deleted.message().author());
  }

  static Event of(long conversationID, Fact.Updated updated) {
    return new Event.ConversationUpdated(
        conversationID,
        updated.seq(),
        updated.user(),
        updated.properties().groupName(),
        updated.properties().metadata());
  }
}
