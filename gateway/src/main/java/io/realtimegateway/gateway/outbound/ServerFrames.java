package io.realtimegateway.gateway.outbound;

import static io.realtimegateway.gateway.outbound.EventJson.CLIENT_MESSAGE_ID;
import static io.realtimegateway.gateway.outbound.EventJson.CONVERSATION;
import static io.realtimegateway.gateway.outbound.EventJson.CREATED_AT;
import static io.realtimegateway.gateway.outbound.EventJson.EPOCH;
import static io.realtimegateway.gateway.outbound.EventJson.MESSAGE_ID;
import static io.realtimegateway.gateway.outbound.EventJson.SEQ;
import static io.realtimegateway.gateway.outbound.EventJson.UPDATED_AT;
import static io.realtimegateway.gateway.outbound.EventJson.USER;
import static io.realtimegateway.gateway.outbound.JsonText.ascii;
import static io.realtimegateway.gateway.outbound.JsonText.type;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Makes the JSON frames for clients, each with its WebSocket header in a direct buffer of its
/// exact size. Field names and order are those of the public contract. One for each loop; the
/// caller owns what is returned.
public final class ServerFrames {
  private static final byte[] REF = ascii(",\"ref\":");
  private static final byte[] CHANGE_SEQ = ascii(",\"changeSeq\":");
  private static final byte[] MORE = ascii(",\"more\":");
  private static final byte[] VALUE = ascii(",\"value\":[");
  private static final byte[] EXPIRES_AT = ascii(",\"expiresAt\":");
  private static final byte[] CODE = ascii(",\"code\":");
  private static final byte[] MESSAGE_TEXT = ascii(",\"message\":");
  private static final byte[] TARGET = ascii(",\"target\":");
  private static final byte[] REASON = ascii(",\"reason\":");
  private static final byte[] SESSION = ascii(",\"sessionID\":");
  private static final byte[] HEARTBEAT = ascii(",\"heartbeatSeconds\":");
  private static final byte[] SERVER_TIME = ascii(",\"serverTime\":");
  private static final byte[] COMMANDS_PER_SECOND = ascii(",\"commandsPerSecond\":");
  private static final byte[] COMMAND_BURST = ascii(",\"commandBurst\":");
  private static final byte[] CONVERSATIONS = ascii(",\"conversationIDs\":[");

  private static final byte[] HELLO = type("hello");
  private static final byte[] PONG = type("pong");
  private static final byte[] ACK = type("ack");
  private static final byte[] ERROR = type("error");
  private static final byte[] CHANGES = type("changes");
  private static final byte[] RESET = type("reset");
  private static final byte[] LAGGING = type("lagging");

  /// Most conversations that a `lagging` frame names; with ids of 16 digits, it stays below the
  /// frame limit.
  public static final int MOST_NAMED = 3500;

  private final ByteBufAllocator allocator;
  private final JsonText text = new JsonText();
  private final EventJson events = new EventJson(text);

  public ServerFrames(ByteBufAllocator allocator) {
    this.allocator = allocator;
  }

  /// The first frame of a session.
  ///
  /// @param expiresAt end of the login, epoch milliseconds
  /// @param now epoch milliseconds
  /// @param commands rate of the session's commands
  public ByteBuf hello(
      String sessionID,
      long userID,
      long expiresAt,
      long heartbeatSeconds,
      long now,
      Rate commands) {
    text.clear().raw(HELLO).raw(SESSION).text(sessionID).raw(USER).number(userID);
    text.raw(EXPIRES_AT).time(expiresAt).raw(HEARTBEAT).number(heartbeatSeconds);
    text.raw(SERVER_TIME).time(now);
    text.raw(COMMANDS_PER_SECOND).raw(ascii(perSecond(commands)));
    text.raw(COMMAND_BURST).number(commands.isOff() ? 0 : commands.burst()).raw('}');
    return frame();
  }

  /// A JSON number above 0, or 0 for no limit.
  private static String perSecond(Rate commands) {
    return commands.isOff()
        ? "0"
        : BigDecimal.valueOf(commands.perSecond())
            .setScale(6, RoundingMode.HALF_UP)
            .stripTrailingZeros()
            .toPlainString();
  }

  /// The answer to the command `ping`.
  ///
  /// @param now epoch milliseconds
  public ByteBuf pong(@Nullable String ref, long now) {
    text.clear().raw(PONG);
    text.optional(REF, ref);
    text.raw(SERVER_TIME).time(now).raw('}');
    return frame();
  }

  /// An event, live.
  public ByteBuf event(Event event) {
    text.clear();
    events.write(event, 0);
    text.raw('}');
    return frame();
  }

  /// The answer to a send; with `clientMessageID` if the client gave one.
  public ByteBuf sent(@Nullable String ref, Answer.Ack ack, @Nullable String clientMessageID) {
    acked(ref, ack).raw(MESSAGE_ID).number(ack.messageID()).raw(SEQ).number(ack.seq());
    text.raw(CREATED_AT).time(ack.time());
    text.optional(CLIENT_MESSAGE_ID, clientMessageID);
    text.raw('}');
    return frame();
  }

  public ByteBuf updated(@Nullable String ref, Answer.Ack ack) {
    acked(ref, ack).raw(MESSAGE_ID).number(ack.messageID()).raw(SEQ).number(ack.seq());
    text.raw(UPDATED_AT).time(ack.time()).raw('}');
    return frame();
  }

  public ByteBuf deleted(@Nullable String ref, Answer.Ack ack) {
    acked(ref, ack).raw(MESSAGE_ID).number(ack.messageID()).raw(SEQ).number(ack.seq()).raw('}');
    return frame();
  }

  public ByteBuf marked(@Nullable String ref, Answer.Ack ack) {
    acked(ref, ack).raw(SEQ).number(ack.seq()).raw('}');
    return frame();
  }

  /// The answer at the end of a `resume`.
  public ByteBuf resumed(@Nullable String ref) {
    head(ACK, ref).raw('}');
    return frame();
  }

  /// The answer to a `refresh`.
  ///
  /// @param expiresAt the new end of the session, epoch milliseconds
  public ByteBuf refreshed(@Nullable String ref, long expiresAt) {
    head(ACK, ref).raw(EXPIRES_AT).time(expiresAt).raw('}');
    return frame();
  }

  public ByteBuf error(
      @Nullable String ref, ErrorCode code, String message, @Nullable String target) {
    head(ERROR, ref).raw(CODE).text(code.publicName()).raw(MESSAGE_TEXT).text(message);
    text.optional(TARGET, target);
    text.raw('}');
    return frame();
  }

  public ByteBuf reset(@Nullable String ref, Answer.Reset reset) {
    head(RESET, ref).raw(CONVERSATION).number(reset.conversationID());
    String reason =
        switch (reset.reason()) {
          case EPOCH -> "epoch";
          case AHEAD -> "ahead";
          case NOT_MEMBER -> "not_member";
        };
    text.raw(REASON).text(reason).raw('}');
    return frame();
  }

  /// Events were missed.
  ///
  /// @param conversationIDs of these conversations; empty for all
  public ByteBuf lagging(long[] conversationIDs) {
    text.clear().raw(LAGGING);
    if (conversationIDs.length > 0 && conversationIDs.length <= MOST_NAMED) {
      text.raw(CONVERSATIONS);
      for (int at = 0; at < conversationIDs.length; at++) {
        separate(at).number(conversationIDs[at]);
      }
      text.raw(']');
    }
    text.raw('}');
    return frame();
  }

  /// A page of changes. The engine limits pages to the frame limit; a page that still exceeds it is
  /// cut here, and has `more`.
  public ByteBuf changes(@Nullable String ref, Answer.Changes page) {
    List<Answer.Change> items = page.items();
    int fitting = page(ref, page, items.size(), page.seq(), page.more());
    if (fitting < items.size()) {
      long reached = Math.min(page.seq(), items.get(fitting - 1).changeSeq());
      page(ref, page, fitting, reached, true);
    }
    return frame();
  }

  /// Writes the page with at most that many items, and returns how many fit.
  private int page(@Nullable String ref, Answer.Changes page, int items, long seq, boolean more) {
    head(CHANGES, ref).raw(CONVERSATION).number(page.conversationID());
    text.raw(EPOCH).epoch(page.epoch()).raw(SEQ).number(seq);
    text.raw(MORE).bool(more).raw(VALUE);
    int written = 0;
    for (; written < items; written++) {
      int before = text.length();
      separate(written);
      item(page.items().get(written));
      if (text.length() > Limits.MAX_CHANGES_BYTES - 20) {
        text.cut(before);
        break;
      }
    }
    text.raw(']').raw('}');
    return written;
  }

  private void item(Answer.Change change) {
    events.write(change.event(), change.updatedAt());
    text.raw(CHANGE_SEQ).number(change.changeSeq()).raw('}');
  }

  private JsonText acked(@Nullable String ref, Answer.Ack ack) {
    return head(ACK, ref).raw(CONVERSATION).number(ack.conversationID());
  }

  private JsonText head(byte[] type, @Nullable String ref) {
    text.clear().raw(type);
    text.optional(REF, ref);
    return text;
  }

  private JsonText separate(int at) {
    return at == 0 ? text : text.raw(',');
  }

  private ByteBuf frame() {
    return WebSocketBytes.text(allocator, text.array(), text.length());
  }
}
