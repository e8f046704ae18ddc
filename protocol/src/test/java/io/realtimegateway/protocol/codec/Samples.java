package io.realtimegateway.protocol.codec;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.Proof;
import io.realtimegateway.protocol.packet.Role;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The packets of the golden vectors, by the name of the file that holds their bytes.
final class Samples {
  private static final long TIME = 1790000000123L;
  private static final long EPOCH = 0xfedcba9876543210L;
  private static final String NAME = "019f0000-0000-7000-8000-000000000001";
  private static final String CONTENT = "Grüße 👋";
  private static final Event.Message MESSAGE =
      new Event.Message(42, 7, 123456789012L, 5, TIME, CONTENT, "{\"a\":1}", "c-1");
  private static final Event.Message BARE =
      new Event.Message(42, 8, 123456789013L, 6, TIME + 1, "ok", null, null);
  private static final ShardPacket.SessionAddress ADDRESS =
      new ShardPacket.SessionAddress(5, 0x0123456789abcdefL, 1, 257);

  static final Map<String, Packet> ALL = all();

  private Samples() {}

  private static Map<String, Packet> all() {
    Map<String, Packet> all = new LinkedHashMap<>();
    links(all);
    sessions(all);
    commands(all);
    answers(all);
    events(all);
    deliveries(all);
    shards(all);
    return all;
  }

  private static void links(Map<String, Packet> all) {
    all.put(
        "Ping",
        new LinkPacket.Ping(
            0x1122334455667788L, List.of(new Position(0, EPOCH, 12), new Position(63, 1, 0))));
    all.put("Ping-empty", new LinkPacket.Ping(1, List.of()));
    all.put("Pong", new LinkPacket.Pong(0x1122334455667788L));
    all.put(
        "Challenge",
        new LinkPacket.Challenge(1, 0, new Nonce(0x0001020304050607L, 0x08090a0b0c0d0e0fL)));
    all.put(
        "Hello",
        new LinkPacket.Hello(
            1,
            0,
            Role.GATEWAY,
            0x0123456789abcdefL,
            1,
            1,
            new Nonce(0x1011121314151617L, 0x18191a1b1c1d1e1fL),
            new Proof(
                0xa0a1a2a3a4a5a6a7L,
                0xa8a9aaabacadaeafL,
                0xb0b1b2b3b4b5b6b7L,
                0xb8b9babbbcbdbebfL)));
    all.put(
        "Welcome",
        new LinkPacket.Welcome(
            1,
            0,
            77,
            1,
            2,
            new Proof(
                0xa0a1a2a3a4a5a6a7L, 0xa8a9aaabacadaeafL, 0xb0b1b2b3b4b5b6b7L, 0xb8b9babbbcbdbebfL),
            List.of(new LinkPacket.OwnedLog(5, 3), new LinkPacket.OwnedLog(7, 4)),
            List.of(new Position(61, EPOCH, 100), new Position(62, 5, 0))));
    all.put("Drain", new LinkPacket.Drain(10000));
    all.put("NotOwner", new LinkPacket.NotOwner(24, 7, "10.0.0.2:7100", 5));
  }

  private static void sessions(Map<String, Packet> all) {
    all.put(
        "Connect",
        new SessionPacket.Connect(
            9, 257, 5, "tkt-1", 3, TIME, TIME + 60000, "login-1", TIME - 1000, TIME + 86400000));
    all.put("Disconnect", new SessionPacket.Disconnect(257, 5));
    all.put("SendPresence", new SessionPacket.SendPresence(257, 5));
    all.put(
        "Register",
        new SessionPacket.Register(
            List.of(
                new SessionPacket.LiveSession(769, 8, "login-1", TIME + 86400000, TIME),
                new SessionPacket.LiveSession(513, 6, "login-2", TIME + 1, TIME - 1)),
            List.of(new Position(61, EPOCH, 99)),
            true));
    all.put("Register-empty", new SessionPacket.Register(List.of(), List.of(), true));
    all.put("Registered", new SessionPacket.Registered(List.of(new Position(61, EPOCH, 101))));
    all.put("Attached", new SessionPacket.Attached(257));
    all.put("EndSession", new SessionPacket.EndSession(257, 4401, "login ended"));
    all.put(
        "RefreshSession",
        new SessionPacket.RefreshSession(
            19, 257, 5, "tkt-2", 3, TIME, TIME + 60000, "login-3", TIME - 1000, TIME + 86400000));
    all.put(
        "AnnounceProfile",
        new SessionPacket.AnnounceProfile(20, 5, "Ada", "https://a.example/a.png"));
    all.put("RevokeLogins", new SessionPacket.RevokeLogins(20, 5, "login-1", 0, TIME + 86400000));
    all.put("RevokeLogins-all", new SessionPacket.RevokeLogins(20, 5, null, TIME, TIME + 86400000));
  }

  private static void commands(Map<String, Packet> all) {
    all.put(
        "SendMessage",
        new Command.SendMessage(10, 5, 42, Authority.USER, "c-1", true, CONTENT, "{\"a\":1}"));
    all.put(
        "SendMessage-bare",
        new Command.SendMessage(11, 5, 42, Authority.USER, NAME, false, "ok", null));
    all.put(
        "UpdateMessage",
        new Command.UpdateMessage(
            12, 5, 42, 123456789012L, Authority.USER, "e-1", true, "better", "{}", 12));
    all.put(
        "UpdateMessage-bare",
        new Command.UpdateMessage(
            12, 5, 42, 123456789012L, Authority.APPLICATION, NAME, false, "better", null, 0));
    all.put(
        "DeleteMessage",
        new Command.DeleteMessage(13, 5, 42, 123456789012L, Authority.USER, "d-1", true, 13));
    all.put(
        "DeleteMessage-bare",
        new Command.DeleteMessage(13, 5, 42, 123456789012L, Authority.USER, NAME, false, 0));
    all.put("Typing", new Command.Typing(14, 257, 5, 42, true));
    all.put("Resume", new Command.Resume(15, 5, 42, Authority.USER, 3, EPOCH, 200));
    all.put("AddMembers", new Command.AddMembers(16, 5, 42, Authority.USER, NAME, List.of(7L, 8L)));
    all.put("RemoveMember", new Command.RemoveMember(17, 5, 42, Authority.APPLICATION, NAME, 7));
    all.put(
        "UpdateConversation",
        new Command.UpdateConversation(
            29, 5, 42, Authority.USER, "c-3", true, "Grüße 👋", "{\"a\":1}"));
    all.put(
        "UpdateConversation-bare",
        new Command.UpdateConversation(30, 5, 42, Authority.APPLICATION, NAME, false, null, "{}"));
    all.put("MarkRead", new Command.MarkRead(18, 0, 5, 42, 12));
    all.put("Announce", new Command.Announce(21, 5, 43));
    all.put("Barrier", new Command.Barrier(22, 5, 42, 61, 2000));
    all.put("QueryPresence", new Command.QueryPresence(23, 0, 5, List.of(5L, 149L)));
  }

  private static void answers(Map<String, Packet> all) {
    all.put(
        "Failure",
        new Answer.Failure(10, ErrorCode.BAD_ARGUMENT, "content is too long", "content"));
    all.put(
        "Failure-link", new Answer.Failure(0, ErrorCode.BAD_REQUEST, "wrong magic byte 71", null));
    all.put("Redeemed", new Answer.Redeemed(9));
    all.put("Ack", new Answer.Ack(10, 42, 123456789012L, 7, TIME, false, false));
    all.put("Ack-repeated", new Answer.Ack(10, 42, 123456789012L, 7, TIME, true, true));
    all.put(
        "Changes",
        new Answer.Changes(
            15,
            42,
            EPOCH,
            12,
            true,
            List.of(
                new Answer.Change(8, 0, BARE),
                new Answer.Change(9, TIME + 5, MESSAGE),
                new Answer.Change(10, 0, new Event.MessageDeleted(42, 6, 123456789011L, 5)),
                new Answer.Change(11, 0, new Event.MemberAdded(42, 11, 7)),
                new Answer.Change(12, 0, new Event.MemberRemoved(42, 12, 8)),
                new Answer.Change(
                    13, 0, new Event.ConversationUpdated(42, 13, 5, "Team", "{\"a\":1}")))));
    all.put("Changes-empty", new Answer.Changes(15, 42, EPOCH, 12, false, List.of()));
    all.put("Reset", new Answer.Reset(15, 42, Answer.ResetReason.EPOCH));
    all.put("BarrierPassed", new Answer.BarrierPassed(22, 12, EPOCH, 11));
    all.put("PresenceState", new Answer.PresenceState(23, List.of(5L)));
  }

  private static void events(Map<String, Packet> all) {
    all.put("Message", MESSAGE);
    all.put("Message-bare", BARE);
    all.put(
        "MessageUpdated", new Event.MessageUpdated(42, 9, 123456789012L, TIME + 5, "better", "{}"));
    all.put(
        "MessageUpdated-bare",
        new Event.MessageUpdated(42, 9, 123456789012L, TIME + 5, "better", null));
    all.put("MessageDeleted", new Event.MessageDeleted(42, 10, 123456789012L, 5));
    all.put("TypingEvent", new Event.TypingEvent(42, 5, true));
    all.put("Presence", new Event.Presence(5, false));
    all.put("UserUpdated", new Event.UserUpdated(5, "Ada", "https://a.example/a.png"));
    all.put("UserUpdated-bare", new Event.UserUpdated(5, "Ada", null));
    all.put("AddedToConversation", new Event.AddedToConversation(42, 11, EPOCH));
    all.put("RemovedFromConversation", new Event.RemovedFromConversation(42, 12));
    all.put("MemberAdded", new Event.MemberAdded(42, 11, 7));
    all.put("MemberRemoved", new Event.MemberRemoved(42, 12, 7));
    all.put(
        "ConversationUpdated", new Event.ConversationUpdated(42, 13, 5, "Grüße 👋", "{\"a\":1}"));
    all.put("ConversationUpdated-bare", new Event.ConversationUpdated(42, 14, 0, "Team", null));
    all.put("ReadMarker", new Event.ReadMarker(42, 5, 12));
  }

  private static void deliveries(Map<String, Packet> all) {
    all.put("AudienceDefine", new Delivery.AudienceDefine(1, 42, List.of(257L, 513L)));
    all.put("AudienceAdd", new Delivery.AudienceAdd(1, List.of(769L)));
    all.put("AudienceRemove", new Delivery.AudienceRemove(1, List.of(257L)));
    all.put("AudienceDrop", new Delivery.AudienceDrop(2147483647));
    all.put("Deliver", new Delivery.Deliver(1, 61, 101, 0, MESSAGE));
    all.put(
        "Deliver-except", new Delivery.Deliver(1, 61, 101, 5, new Event.TypingEvent(42, 5, true)));
    all.put(
        "Direct",
        new Delivery.Direct(List.of(257L), 61, 102, new Event.AddedToConversation(42, 11, EPOCH)));
    all.put("Lagging", new Delivery.Lagging(61, 42, List.of(5L, 6L)));
    all.put("Lagging-all", new Delivery.Lagging(61, 0, List.of()));
  }

  private static void shards(Map<String, Packet> all) {
    all.put("Subscribe", new ShardPacket.Subscribe(42, 1, 5, List.of(5L, 149L)));
    all.put(
        "Subscribed", new ShardPacket.Subscribed(42, 1, 5, List.of(5L, 149L), List.of(ADDRESS)));
    all.put("Unsubscribe", new ShardPacket.Unsubscribe(42, 5, List.of(149L), true));
    all.put("JoinAudience", new ShardPacket.JoinAudience(42, ADDRESS, true));
    all.put("JoinedAudience", new ShardPacket.JoinedAudience(42, ADDRESS));
    all.put("LeaveAudience", new ShardPacket.LeaveAudience(42, ADDRESS));
    all.put("PresenceChanged", new ShardPacket.PresenceChanged(6, true, 5, List.of(5L, 149L)));
    all.put("ProfileChanged", new ShardPacket.ProfileChanged(6, "Ada", null, 5, List.of(5L, 149L)));
    all.put("PresenceProbe", new ShardPacket.PresenceProbe(ADDRESS, 5, List.of(149L)));
    all.put("PresenceAnswer", new ShardPacket.PresenceAnswer(ADDRESS, List.of(149L)));
  }
}
