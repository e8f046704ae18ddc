package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.engine.settings.EngineOptions;
import io.realtimegateway.journal.JournalSettings;
import io.realtimegateway.model.Uuid7;
import io.realtimegateway.model.record.JournalRecord.ConversationEvent;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import io.realtimegateway.store.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A running engine with a gateway and a group of Ann, who owns it, Ben and Cy, and the commands
/// that they give.
final class SmallWorld implements AutoCloseable {
  private final Path folder;
  private final TestDatabase database = TestDatabase.open();
  private final EngineOptions engineSettings;
  private final UnaryOperator<JournalSettings> journalSettings;
  private final Uuid7 names = new Uuid7(InstantSource.system(), new SecureRandom());
  private final Map<String, String> result = new ConcurrentHashMap<>();
  RunningEngine engine;
  TestGateway gateway;
  final long ann;
  final long ben;
  final long cy;
  final long room;

  SmallWorld(Path folder) {
    this(folder, RunningEngine.OPTIONS, UnaryOperator.identity());
  }

  SmallWorld(
      Path folder, EngineOptions engineSettings, UnaryOperator<JournalSettings> journalSettings) {
    this.folder = folder;
    this.engineSettings = engineSettings;
    this.journalSettings = journalSettings;
    run();
    ann = engine.user("ann");
    ben = engine.user("ben");
    cy = engine.user("cy");
    room = engine.conversation(List.of(ann, ben, cy));
  }

  private void run() {
    run(Clock.systemUTC());
  }

  private void run(Clock clock) {
    engine =
        new RunningEngine(
            database.database(),
            folder.resolve("journal"),
            1,
            clock,
            engineSettings,
            journalSettings);
    gateway = engine.gateway();
  }

  void restart() {
    engine.close();
    run();
  }

  /// Once everything is in PostgreSQL, the local store is lost.
  void restartWithoutLocalStore() {
    restartWithoutLocalStore(Clock.systemUTC());
  }

  /// The same, and the engine has this clock.
  void restartWithoutLocalStore(Clock clock) {
    engine.awaitArchived();
    engine.close();
    try (Stream<Path> all = Files.walk(folder.resolve("journal"))) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    run(clock);
  }

  /// Nobody uses the room for so long that it leaves memory.
  void letMemoryGo() {
    TestSession listener = gateway.attach(cy);
    Answer.Ack ack = ack(send(cy, uuid(0, 1_000_000 + ++others), "so that somebody hears it"));
    listener.await(1, event -> event instanceof Event.Message m && m.seq() == ack.seq());
    engine.pass(Duration.ofMinutes(11));
    gateway.awaitDropped(room);
  }

  private int others;

  TestDatabase database() {
    return database;
  }

  Answer.Ack ack(LongFunction<Request> command) {
    return ack(gateway.answer(command));
  }

  static Answer.Ack ack(Packet answer) {
    assertThat(answer).isInstanceOf(Answer.Ack.class);
    return (Answer.Ack) answer;
  }

  static Answer.Ack ack(CompletableFuture<Packet> answer) {
    return ack(TestGateway.await(answer));
  }

  Answer.Failure failure(LongFunction<Request> command) {
    Packet answer = gateway.answer(command);
    assertThat(answer).isInstanceOf(Answer.Failure.class);
    return (Answer.Failure) answer;
  }

  /// Under a name of the client's own.
  LongFunction<Request> send(long user, String name, String text) {
    return send(user, room, name, text);
  }

  static LongFunction<Request> send(long user, long conversation, String name, String text) {
    return request ->
        new Command.SendMessage(
            request, user, conversation, Authority.USER, name, true, text, null);
  }

  /// Under a name that the gateway gave.
  LongFunction<Request> sendUnnamed(long user, String name, String text) {
    return request ->
        new Command.SendMessage(
            request, user, room, Authority.USER, result(name), false, text, null);
  }

  LongFunction<Request> edit(long user, long message, String name, String text) {
    return request ->
        new Command.UpdateMessage(
            request, user, room, message, Authority.USER, result(name), false, text, null, 0);
  }

  LongFunction<Request> delete(long user, long message, String name) {
    return request ->
        new Command.DeleteMessage(
            request, user, room, message, Authority.USER, result(name), false, 0);
  }

  LongFunction<Request> add(long user, String name, Long... members) {
    return request ->
        new Command.AddMembers(request, user, room, Authority.USER, result(name), List.of(members));
  }

  LongFunction<Request> remove(long user, String name, long member) {
    return request ->
        new Command.RemoveMember(request, user, room, Authority.USER, result(name), member);
  }

  /// @param groupName null keeps the old
  /// @param metadata null keeps the old
  LongFunction<Request> update(
      long user, String name, @Nullable String groupName, @Nullable String metadata) {
    return request ->
        new Command.UpdateConversation(
            request, user, room, Authority.USER, result(name), false, groupName, metadata);
  }

  LongFunction<Request> read(TestSession session, long seq) {
    return request -> new Command.MarkRead(request, session.handle(), session.userID(), room, seq);
  }

  LongFunction<Request> resume(long user, long seq, long epoch, int limit) {
    return request -> new Command.Resume(request, user, room, Authority.USER, seq, epoch, limit);
  }

  Answer.Changes page(long user, long seq, int limit) {
    Packet answer = gateway.answer(resume(user, seq, 0, limit));
    assertThat(answer).isInstanceOf(Answer.Changes.class);
    return (Answer.Changes) answer;
  }

  /// The room's events in the journal.
  List<ConversationEvent> events() {
    return engine.records(room).stream()
        .map(entry -> entry.record())
        .filter(ConversationEvent.class::isInstance)
        .map(ConversationEvent.class::cast)
        .filter(event -> event.conversationID() == room)
        .toList();
  }

  void assertSeqsAreDense() {
    assertSeqsAreDenseFrom(1);
  }

  /// Where the journal begins later.
  void assertSeqsAreDenseFrom(long first) {
    long seq = first - 1;
    for (ConversationEvent event : events()) {
      assertThat(event.seq()).isEqualTo(seq + 1);
      seq = event.lastSeq();
    }
  }

  /// A name whose clock is off by so many milliseconds.
  static String uuid(long off, int number) {
    String time = "%012x".formatted(System.currentTimeMillis() + off);
    return "%s-%s-7000-8000-%012x".formatted(time.substring(0, 8), time.substring(8), number);
  }

  /// What a gateway gives for these words, always the same.
  private String result(String words) {
    return Uuid7.is(words) ? words : result.computeIfAbsent(words, _ -> names.next());
  }

  @Override
  public void close() {
    engine.close();
    database.close();
  }
}
