package io.realtimegateway.store.conversations;

/// The values of `conversations.type`, as everywhere else.
public final class ConversationType {
  public static final String PRIVATE_CHAT = "private-chat";
  public static final String GROUP_CHAT = "group-chat";

  private ConversationType() {}
}
