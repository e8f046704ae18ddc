package io.realtimegateway.store.conversations;

/// Two users who share a conversation.
public record Peers(long userID, long peerID) {}
