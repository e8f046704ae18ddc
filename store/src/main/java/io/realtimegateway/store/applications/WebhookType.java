package io.realtimegateway.store.applications;

/// What an endpoint can be told.
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

  /// Its name in the contract.
  public String text() {
    return text;
  }
}
