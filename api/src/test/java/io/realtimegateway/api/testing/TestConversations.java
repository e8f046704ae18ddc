package io.realtimegateway.api.testing;

import io.realtimegateway.model.record.CommandResult;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.store.Database;
import io.realtimegateway.store.Row;
import io.realtimegateway.store.conversations.ConversationRepository;
import io.realtimegateway.store.conversations.Creation;
import io.realtimegateway.store.conversations.NewConversation;
import io.realtimegateway.store.messages.NamedCommand;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The rules of a conversation, as short as can be: the tables are the state. For one thread.
public final class TestConversations {
  private final Database database;
  private final TestNames names;
  private final Set<Long> online = ConcurrentHashMap.newKeySet();
  private long lastMessageID = 1L << 40;

  public TestConversations(Database database) {
    this.database = database;
    this.names = new TestNames(database);
  }

  /// Makes a group-chat as the application would.
  public long create(long... members) {
    List<Long> ids = Arrays.stream(members).boxed().toList();
    Creation creation =
        new ConversationRepository(database)
            .create(
                new NewConversation(
                    "group-chat",
                    ids.getFirst(),
                    ids.getFirst(),
                    "Tea",
                    null,
                    Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    ids,
                    Optional.empty()));
    return ((Creation.Created) creation).conversation().id();
  }

  /// Makes a user count as online.
  public void setOnline(long userID) {
    online.add(userID);
  }

  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final ErrorCode code;
    private final @Nullable String target;

    private Refused(ErrorCode code, @Nullable String target) {
      super(code.publicName());
      this.code = code;
      this.target = target;
    }
  }

  private record Stored(
      long id, long author, long seq, long changeSeq, Instant createdAt, boolean isDeleted) {
    static Stored read(Row row) throws SQLException {
      return new Stored(
          row.number("id"),
          row.number("author_id"),
          row.number("seq"),
          row.number("change_seq"),
          row.time("created_at"),
          row.timeOrNull("deleted_at") != null);
    }
  }

  /// The answer to any request of the API.
  Packet answer(Request request) {
    try {
      return switch (request) {
        case Command.Announce announce -> announce(announce);
        case Command.SendMessage send -> send(send);
        case Command.UpdateMessage update -> update(update);
        case Command.DeleteMessage delete -> delete(delete);
        case Command.AddMembers add -> add(add);
        case Command.RemoveMember remove -> remove(remove);
        case Command.UpdateConversation update -> update(update);
        case Command.MarkRead mark -> mark(mark);
        case Command.Barrier barrier -> barrier(barrier);
        case Command.Resume resume -> resume(resume);
        case Command.QueryPresence query ->
            new Answer.PresenceState(
                query.request(), query.users().stream().filter(online::contains).toList());
        case SessionPacket.AnnounceProfile announce -> ack(announce.request(), 0, 0, 0, 0);
        case SessionPacket.RevokeLogins revoke -> ack(revoke.request(), 0, 0, 0, 0);
        case SessionPacket.Connect _, SessionPacket.RefreshSession _ ->
            throw new IllegalStateException("the API has no sessions");
      };
    } catch (Refused refused) {
      return new Answer.Failure(request.request(), refused.code, "Refused.", refused.target);
    }
  }

  private Packet announce(Command.Announce announce) {
    database.update(
        "UPDATE conversations SET announced = true WHERE id = ?", announce.conversationID());
    return ack(announce.request(), announce.conversationID(), 0, 0, 0);
  }

  private Packet send(Command.SendMessage send) {
    // As the engine: a repeat comes before everything else.
    Optional<Stored> earlier = named(send);
    if (earlier.isPresent()) {
      Stored first = earlier.get();
      return new Answer.Ack(
          send.request(),
          send.conversationID(),
          first.id(),
          first.seq(),
          first.createdAt().toEpochMilli(),
          true,
          first.isDeleted());
    }
    requireMember(send.conversationID(), send.userID(), send.authority());
    long id = ++lastMessageID;
    long seq = nextSeq(send.conversationID());
    long now = System.currentTimeMillis();
    database.update(
        """
        INSERT INTO messages (id, conversation_id, author_id, seq, change_seq, created_at, content, metadata,
          client_message_id, digest_high, digest_low)
        VALUES (?, ?, ?, ?, ?, from_millis(?), ?, ?, ?, ?, ?)
        """,
        id,
        send.conversationID(),
        send.userID(),
        seq,
        seq,
        now,
        send.content(),
        send.metadata(),
        send.clientNamed() ? send.name() : null,
        send.clientNamed() ? (Long) (long) send.content().hashCode() : null,
        send.clientNamed() ? (Long) 0L : null);
    database.update(
        "UPDATE conversations SET last_activity_at = from_millis(?) WHERE id = ?",
        now,
        send.conversationID());
    return ack(send.request(), send.conversationID(), id, seq, now);
  }

  private Optional<Stored> named(Command.SendMessage send) {
    Optional<Stored> earlier =
        database.first(
            "SELECT * FROM messages WHERE conversation_id = ? AND author_id = ? AND"
                + " client_message_id = ?",
            Stored::read,
            send.conversationID(),
            send.userID(),
            send.name());
    if (earlier.isPresent()) {
      boolean isSame =
          database
              .first(
                  "SELECT digest_high = ? AS same FROM messages WHERE id = ?",
                  row -> row.truth("same"),
                  (long) send.content().hashCode(),
                  earlier.get().id())
              .orElseThrow();
      require(isSame, ErrorCode.CONFLICT);
    }
    return earlier;
  }

  private Packet update(Command.UpdateMessage update) {
    TestNames.Named named =
        new TestNames.Named(
            update.conversationID(),
            update.userID(),
            update.clientNamed() ? update.name() : null,
            update.messageID(),
            (update.messageID() + update.content()).hashCode());
    Optional<NamedCommand> earlier = earlier(named);
    if (earlier.isPresent()) {
      return repeated(update.request(), update.conversationID(), earlier.get());
    }
    requireMember(update.conversationID(), update.userID(), update.authority());
    Stored message = message(update.conversationID(), update.messageID());
    require(
        isApplication(update.authority()) || message.author() == update.userID(),
        ErrorCode.FORBIDDEN);
    require(!message.isDeleted(), ErrorCode.NOT_FOUND);
    requireUnchanged(message, update.ifChangeSeq());
    long seq = nextSeq(update.conversationID());
    long now = System.currentTimeMillis();
    database.update(
        "UPDATE messages SET content = ?, metadata = coalesce(?, metadata),"
            + " updated_at = from_millis(?), change_seq = ? WHERE id = ?",
        update.content(),
        update.metadata(),
        now,
        seq,
        update.messageID());
    names.keep(named, seq, now);
    return ack(update.request(), update.conversationID(), update.messageID(), seq, now);
  }

  private Packet delete(Command.DeleteMessage delete) {
    TestNames.Named named =
        new TestNames.Named(
            delete.conversationID(),
            delete.userID(),
            delete.clientNamed() ? delete.name() : null,
            delete.messageID(),
            ("delete " + delete.messageID()).hashCode());
    Optional<NamedCommand> earlier = earlier(named);
    if (earlier.isPresent()) {
      return repeated(delete.request(), delete.conversationID(), earlier.get());
    }
    requireMember(delete.conversationID(), delete.userID(), delete.authority());
    Stored message = message(delete.conversationID(), delete.messageID());
    require(
        isApplication(delete.authority()) || message.author() == delete.userID(),
        ErrorCode.FORBIDDEN);
    if (message.isDeleted()) {
      return ack(delete.request(), delete.conversationID(), message.id(), message.changeSeq(), 0);
    }
    requireUnchanged(message, delete.ifChangeSeq());
    long seq = nextSeq(delete.conversationID());
    database.update(
        "UPDATE messages SET content = NULL, metadata = NULL, deleted_at = now(), change_seq = ?"
            + " WHERE id = ?",
        seq,
        delete.messageID());
    names.keep(named, seq, System.currentTimeMillis());
    return ack(delete.request(), delete.conversationID(), delete.messageID(), seq, 0);
  }

  private Optional<NamedCommand> earlier(TestNames.Named named) {
    Optional<NamedCommand> earlier = names.find(named);
    if (earlier.isPresent() && earlier.get().result().digestHigh() != named.digest()) {
      throw new Refused(ErrorCode.CONFLICT, "commandID");
    }
    return earlier;
  }

  private static Packet repeated(long request, long conversationID, NamedCommand first) {
    CommandResult result = first.result();
    return new Answer.Ack(
        request, conversationID, result.messageID(), result.seq(), result.time(), true, false);
  }

  private static void requireUnchanged(Stored message, long ifChangeSeq) {
    if (ifChangeSeq != Command.NO_CONDITION && ifChangeSeq != message.changeSeq()) {
      throw new Refused(ErrorCode.CONFLICT, "ifChangeSeq");
    }
  }

  private Packet add(Command.AddMembers add) {
    requireMember(add.conversationID(), add.userID(), add.authority());
    requireGroup(add.conversationID());
    for (long member : add.members()) {
      if (!isMember(add.conversationID(), member)) {
        long seq = nextSeq(add.conversationID());
        database.update(
            """
            INSERT INTO members (conversation_id, user_id, is_member, joined_at, change_seq, joined_seq, read_seq, ordinal)
            SELECT ?, ?, true, now(), seq, seq, seq, 0 FROM (SELECT ?::bigint AS seq) AS next
            ON CONFLICT (conversation_id, user_id)
            DO UPDATE SET is_member = true, change_seq = excluded.change_seq, joined_seq = excluded.joined_seq,
              read_seq = excluded.read_seq
            """,
            add.conversationID(),
            member,
            seq);
        count(add.conversationID(), 1);
      }
    }
    return ack(add.request(), add.conversationID(), 0, head(add.conversationID()), 0);
  }

  private Packet remove(Command.RemoveMember remove) {
    requireMember(remove.conversationID(), remove.userID(), remove.authority());
    requireGroup(remove.conversationID());
    require(
        isApplication(remove.authority())
            || isOwner(remove.conversationID(), remove.userID())
            || remove.member() == remove.userID(),
        ErrorCode.FORBIDDEN);
    require(isMember(remove.conversationID(), remove.member()), ErrorCode.NOT_FOUND);
    long seq = nextSeq(remove.conversationID());
    database.update(
        "UPDATE members SET is_member = false, change_seq = ? WHERE conversation_id = ? AND user_id"
            + " = ?",
        seq,
        remove.conversationID(),
        remove.member());
    count(remove.conversationID(), -1);
    return ack(remove.request(), remove.conversationID(), 0, seq, 0);
  }

  private boolean isOwner(long conversationID, long userID) {
    return database
        .first(
            "SELECT owner_id FROM conversations WHERE id = ?",
            row -> row.number("owner_id") == userID,
            conversationID)
        .orElseThrow();
  }

  private Packet update(Command.UpdateConversation update) {
    requireMember(update.conversationID(), update.userID(), update.authority());
    requireGroup(update.conversationID());
    require(
        isApplication(update.authority()) || isOwner(update.conversationID(), update.userID()),
        ErrorCode.FORBIDDEN);
    long seq = nextSeq(update.conversationID());
    database.update(
        "UPDATE conversations SET group_name = coalesce(?, group_name),"
            + " metadata = nullif(coalesce(?, metadata), '{}'), updated_seq = ?, updated_by = ?,"
            + " updated_at = now() WHERE id = ?",
        update.groupName(),
        update.metadata(),
        seq,
        isApplication(update.authority()) ? 0 : update.userID(),
        update.conversationID());
    return ack(update.request(), update.conversationID(), 0, seq, 1);
  }

  private Packet mark(Command.MarkRead mark) {
    requireMember(mark.conversationID(), mark.userID(), Authority.USER);
    require(mark.seq() <= head(mark.conversationID()), ErrorCode.BAD_ARGUMENT);
    database.update(
        "UPDATE members SET read_seq = greatest(read_seq, ?) WHERE conversation_id = ? AND user_id"
            + " = ?",
        mark.seq(),
        mark.conversationID(),
        mark.userID());
    return ack(mark.request(), mark.conversationID(), 0, mark.seq(), 0);
  }

  private Packet barrier(Command.Barrier barrier) {
    return barrier.conversationID() == 0
        ? new Answer.BarrierPassed(barrier.request(), 0, 0, 0)
        : new Answer.BarrierPassed(
            barrier.request(), head(barrier.conversationID()), TestEngine.EPOCH, 0);
  }

  private Packet resume(Command.Resume resume) {
    long conversation = resume.conversationID();
    if (!isMember(conversation, resume.userID())) {
      return reset(resume, Answer.ResetReason.NOT_MEMBER);
    }
    if (resume.epoch() != 0 && resume.epoch() != TestEngine.EPOCH) {
      return reset(resume, Answer.ResetReason.EPOCH);
    }
    long head = head(conversation);
    if (resume.seq() > head) {
      return reset(resume, Answer.ResetReason.AHEAD);
    }
    List<Answer.Change> all = changes(conversation, resume.seq());
    boolean isMore = all.size() > resume.limit();
    List<Answer.Change> page = isMore ? all.subList(0, resume.limit()) : all;
    long reach = isMore ? page.getLast().changeSeq() : head;
    return new Answer.Changes(
        resume.request(), conversation, TestEngine.EPOCH, reach, isMore, page);
  }

  private static Packet reset(Command.Resume resume, Answer.ResetReason reason) {
    return new Answer.Reset(resume.request(), resume.conversationID(), reason);
  }

  private List<Answer.Change> changes(long conversationID, long after) {
    List<Answer.Change> changes = new ArrayList<>();
    changes.addAll(
        database.list(
            "SELECT * FROM messages WHERE conversation_id = ? AND change_seq > ?",
            TestConversations::messageChange,
            conversationID,
            after));
    changes.addAll(
        database.list(
            "SELECT * FROM members WHERE conversation_id = ? AND change_seq > ?",
            TestConversations::memberChange,
            conversationID,
            after));
    changes.addAll(
        database.list(
            "SELECT * FROM conversations WHERE id = ? AND updated_seq > ?",
            TestConversations::conversationChange,
            conversationID,
            after));
    changes.sort(Comparator.comparingLong(Answer.Change::changeSeq));
    return changes;
  }

  private static Answer.Change messageChange(Row row) throws SQLException {
    long conversation = row.number("conversation_id");
    if (row.timeOrNull("deleted_at") != null) {
      return new Answer.Change(
          row.number("change_seq"),
          0,
          new Event.MessageDeleted(
              conversation, row.number("seq"), row.number("id"), row.number("author_id")));
    }
    Instant updatedAt = row.timeOrNull("updated_at");
    return new Answer.Change(
        row.number("change_seq"),
        updatedAt == null ? 0 : updatedAt.toEpochMilli(),
        new Event.Message(
            conversation,
            row.number("seq"),
            row.number("id"),
            row.number("author_id"),
            row.millis("created_at"),
            row.text("content"),
            row.textOrNull("metadata"),
            row.textOrNull("client_message_id")));
  }

  private static Answer.Change memberChange(Row row) throws SQLException {
    long conversation = row.number("conversation_id");
    long seq = row.number("change_seq");
    long user = row.number("user_id");
    return new Answer.Change(
        seq,
        0,
        row.truth("is_member")
            ? new Event.MemberAdded(conversation, seq, user)
            : new Event.MemberRemoved(conversation, seq, user));
  }

  private static Answer.Change conversationChange(Row row) throws SQLException {
    long seq = row.number("updated_seq");
    return new Answer.Change(
        seq,
        0,
        new Event.ConversationUpdated(
            row.number("id"),
            seq,
            row.number("updated_by"),
            row.text("group_name"),
            row.textOrNull("metadata")));
  }

  private long nextSeq(long conversationID) {
    database.update("UPDATE conversations SET seq = seq + 1 WHERE id = ?", conversationID);
    return head(conversationID);
  }

  private long head(long conversationID) {
    return database
        .first(
            "SELECT seq FROM conversations WHERE id = ?", row -> row.number("seq"), conversationID)
        .orElse(0L);
  }

  private void count(long conversationID, int more) {
    database.update(
        "UPDATE conversations SET participant_count = participant_count + ? WHERE id = ?",
        more,
        conversationID);
  }

  private Stored message(long conversationID, long messageID) {
    return database
        .first(
            "SELECT * FROM messages WHERE conversation_id = ? AND id = ?",
            Stored::read,
            conversationID,
            messageID)
        .orElseThrow(() -> new Refused(ErrorCode.NOT_FOUND, null));
  }

  private boolean isMember(long conversationID, long userID) {
    return database
        .first(
            "SELECT FROM members WHERE conversation_id = ? AND user_id = ? AND is_member",
            _ -> true,
            conversationID,
            userID)
        .orElse(false);
  }

  private void requireMember(long conversationID, long userID, Authority authority) {
    boolean isThere =
        database
            .first("SELECT FROM conversations WHERE id = ?", _ -> true, conversationID)
            .orElse(false);
    require(
        isThere && (isApplication(authority) || isMember(conversationID, userID)),
        ErrorCode.NOT_FOUND);
  }

  private static boolean isApplication(Authority authority) {
    return authority == Authority.APPLICATION;
  }

  private void requireGroup(long conversationID) {
    boolean isGroup =
        database
            .first(
                "SELECT type FROM conversations WHERE id = ?",
                row -> row.text("type").equals("group-chat"),
                conversationID)
            .orElseThrow();
    require(isGroup, ErrorCode.BAD_REQUEST);
  }

  private static void require(boolean isTrue, ErrorCode code) {
    if (!isTrue) {
      throw new Refused(code, null);
    }
  }

  private static Answer.Ack ack(
      long request, long conversationID, long messageID, long seq, long time) {
    return new Answer.Ack(request, conversationID, messageID, seq, time, false, false);
  }
}
