package io.realtimegateway.store.applications;

/// The types of webhook events.
public enum WebhookType {
  MESSAGE_CREATED("message.created"),
  MESSAGE_UPDATED("message.updated"),
  MESSAGE_DELETED("message.deleted"),
  MEMBER_ADDED("member.added"),
  MEMBER_REMOVED("member.removed"),
  CONVERSATION_CREATED("conversation.created"),
  CONVERSATION_UPDATED("conversation.updated"),
  USER_ONLINE("user.online"),
  USER_OFFLINE("user.offline");

  private final String text;

  WebhookType(String text) {
    this.text = text;
  }

  /// The name in the contract.
  public String text() {
    return text;
  }
}
