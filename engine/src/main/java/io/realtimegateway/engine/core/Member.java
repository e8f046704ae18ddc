package io.realtimegateway.engine.core;

/// A member of a conversation.
///
/// @param joinedSeq seq of the joining, 0 for the first members
/// @param joinedAt epoch milliseconds
/// @param readSeq how far the member has read: a new member begins with everything read, at the seq
///   of the own joining
public record Member(long userID, long joinedSeq, long joinedAt, long readSeq) {
  Member read(long seq) {
    return new Member(userID, joinedSeq, joinedAt, seq);
  }
}
