package io.realtimegateway.protocol.codec;

import org.jspecify.annotations.Nullable;

/// The second byte of a frame: which packet it holds. Numbers are never reused; new ones are added
/// with a new minor version.
public enum Opcode {
  CONNECT(1),
  DISCONNECT(2),
  PING(3),
  PONG(4),
  SEND_MESSAGE(5),
  MESSAGE(6),
  UPDATE_MESSAGE(7),
  MESSAGE_UPDATED(8),
  DELETE_MESSAGE(9),
  MESSAGE_DELETED(10),
  FAILURE(11),
  TYPING(12),
  TYPING_EVENT(13),
  PRESENCE(14),
  ADDED_TO_CONVERSATION(15),
  REMOVED_FROM_CONVERSATION(16),
  CHALLENGE(17),
  HELLO(18),
  WELCOME(19),
  REGISTER(20),
  REGISTERED(21),
  REDEEMED(22),
  ATTACHED(23),
  ACK(24),
  AUDIENCE_DEFINE(25),
  AUDIENCE_ADD(26),
  AUDIENCE_REMOVE(27),
  AUDIENCE_DROP(28),
  DELIVER(29),
  DIRECT(30),
  RESUME(31),
  CHANGES(32),
  RESET(33),
  LAGGING(34),
  ADD_MEMBERS(35),
  REMOVE_MEMBER(36),
  MEMBER_ADDED(37),
  MEMBER_REMOVED(38),
  MARK_READ(39),
  READ_MARKER(40),
  END_SESSION(41),
  REFRESH_SESSION(42),
  REVOKE_LOGINS(43),
  ANNOUNCE(44),
  BARRIER(45),
  BARRIER_PASSED(46),
  QUERY_PRESENCE(47),
  PRESENCE_STATE(48),
  DRAIN(49),
  NOT_OWNER(50),
  SEND_PRESENCE(51),
  USER_UPDATED(52),
  ANNOUNCE_PROFILE(53),
  UPDATE_CONVERSATION(54),
  CONVERSATION_UPDATED(55),
  SUBSCRIBE(64),
  SUBSCRIBED(65),
  UNSUBSCRIBE(66),
  JOIN_AUDIENCE(67),
  JOINED_AUDIENCE(68),
  LEAVE_AUDIENCE(69),
  PRESENCE_CHANGED(70),
  PRESENCE_PROBE(71),
  PRESENCE_ANSWER(72),
  PROFILE_CHANGED(73);

  private static final @Nullable Opcode[] BY_NUMBER = new @Nullable Opcode[256];

  static {
    for (Opcode opcode : values()) {
      BY_NUMBER[opcode.number] = opcode;
    }
  }

  private final int number;

  Opcode(int number) {
    this.number = number;
  }

  /// The number on the wire, 1..255.
  public int number() {
    return number;
  }

  /// The opcode of a number of 0..255, or null if there is none.
  public static @Nullable Opcode of(int number) {
    return BY_NUMBER[number];
  }
}
