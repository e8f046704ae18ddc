package io.realtimegateway.engine.running;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Authority;
import io.realtimegateway.protocol.packet.Command;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// A user who sends, edits, deletes, brings a guest in and out, and repeats at random, each command
/// until it is acknowledged, and knows what must come of it. Now and then it lets time go by.
final class RandomActor {
  private static final int MOST_REPEATS = 500;

  private final TestSession session;
  private final TestSession guest;
  private final List<Long> conversations;
  private final Runnable timeGoesBy;
  private final boolean isOwner;
  private final boolean isPatient;
  private final Random random;
  private final List<Done> done = new ArrayList<>();
  private final List<Own> messages = new ArrayList<>();
  private final Map<Long, Map<Long, String>> expected = new HashMap<>();
  private final Map<Long, Named> named = new HashMap<>();
  private final Set<Long> guestIsIn = new HashSet<>();
  private int names;
  private int repeatedAcks;

  /// A command and its first answer.
  private record Done(LongFunction<Request> command, Answer.Ack ack) {}

  private record Own(long conversation, long message) {}

  private record Named(String groupName, @Nullable String metadata) {}

  /// @param guest of a user whom nobody else adds or removes
  /// @param isOwner whether it owns the conversations
  /// @param isPatient whether it lets no time go by between a command and its answer
  RandomActor(
      TestSession session,
      TestSession guest,
      List<Long> conversations,
      Runnable timeGoesBy,
      boolean isOwner,
      boolean isPatient,
      long seed) {
    this.session = session;
    this.guest = guest;
    this.timeGoesBy = timeGoesBy;
    this.isOwner = isOwner;
    this.isPatient = isPatient;
    this.conversations = conversations;
    this.random = new Random(seed);
  }

  long userID() {
    return session.userID();
  }

  TestSession guest() {
    return guest;
  }

  boolean isGuestIn(long conversation) {
    return guestIsIn.contains(conversation);
  }

  int repeatedAcks() {
    return repeatedAcks;
  }

  /// Name and metadata of a conversation that it owns, empty where it changed neither.
  String properties(long conversation) {
    Named now = named.get(conversation);
    return now == null ? "" : now.groupName + " " + now.metadata;
  }

  Map<Long, String> expected(long conversation) {
    return expected.getOrDefault(conversation, Map.of());
  }

  void run(int rounds) {
    for (int i = 0; i < rounds; i++) {
      int drawn = random.nextInt(14);
      if (drawn < 5 || messages.isEmpty()) {
        send();
      } else if (drawn < 7) {
        edit(messages.get(random.nextInt(messages.size())));
      } else if (drawn < 8) {
        delete(messages.get(random.nextInt(messages.size())));
      } else if (drawn < 11) {
        bringInOrOut(conversations.get(random.nextInt(conversations.size())));
      } else if (drawn < 12 && isOwner) {
        rename(conversations.get(random.nextInt(conversations.size())));
      } else if (drawn < 13) {
        repeat(done.get(random.nextInt(done.size())));
      } else {
        timeGoesBy.run();
      }
    }
  }

  private void send() {
    long conversation = conversations.get(random.nextInt(conversations.size()));
    boolean isClients = random.nextBoolean();
    String name = isClients ? clientsName() : name();
    String text = "text of " + name;
    Answer.Ack ack =
        untilAcked(
            request ->
                new Command.SendMessage(
                    request, userID(), conversation, Authority.USER, name, isClients, text, null));
    messages.add(new Own(conversation, ack.messageID()));
    expected.computeIfAbsent(conversation, _ -> new HashMap<>()).put(ack.messageID(), text);
  }

  private void edit(Own own) {
    Map<Long, String> texts = expected.getOrDefault(own.conversation(), Map.of());
    if ("".equals(texts.get(own.message()))) {
      return;
    }
    boolean isClients = random.nextBoolean();
    String name = isClients ? clientsName() : name();
    String text = "edit " + name;
    untilAcked(
        request ->
            new Command.UpdateMessage(
                request,
                userID(),
                own.conversation(),
                own.message(),
                Authority.USER,
                name,
                isClients,
                text,
                null,
                0));
    texts.put(own.message(), text);
  }

  private void delete(Own own) {
    boolean isClients = random.nextBoolean();
    String name = isClients ? clientsName() : name();
    untilAcked(
        request ->
            new Command.DeleteMessage(
                request,
                userID(),
                own.conversation(),
                own.message(),
                Authority.USER,
                name,
                isClients,
                0));
    expected.getOrDefault(own.conversation(), Map.of()).put(own.message(), "");
  }

  private void rename(long conversation) {
    String name = name();
    boolean isClients = random.nextBoolean();
    String groupName = random.nextInt(3) == 0 ? null : "group of " + names;
    String metadata = groupName == null || random.nextBoolean() ? "{\"n\":" + names + "}" : null;
    untilAcked(
        request ->
            new Command.UpdateConversation(
                request,
                userID(),
                conversation,
                Authority.USER,
                name,
                isClients,
                groupName,
                metadata));
    Named before = named.getOrDefault(conversation, new Named(RunningEngine.GROUP, null));
    named.put(
        conversation,
        new Named(
            groupName == null ? before.groupName : groupName,
            metadata == null ? before.metadata : metadata));
  }

  private void bringInOrOut(long conversation) {
    String name = name();
    long user = guest.userID();
    if (guestIsIn.remove(conversation)) {
      untilAcked(
          request ->
              new Command.RemoveMember(request, user, conversation, Authority.USER, name, user));
    } else {
      untilAcked(
          request ->
              new Command.AddMembers(
                  request, userID(), conversation, Authority.USER, name, List.of(user)));
      guestIsIn.add(conversation);
    }
  }

  /// An older command once more: the first answer, and nothing is done.
  private void repeat(Done before) {
    Answer.Ack again = acked(before.command());
    assertThat(again.messageID()).isEqualTo(before.ack().messageID());
    assertThat(again.seq()).isEqualTo(before.ack().seq());
    assertThat(again.time()).isEqualTo(before.ack().time());
  }

  private Answer.Ack untilAcked(LongFunction<Request> command) {
    CompletableFuture<Packet> twin = random.nextInt(4) == 0 ? session.gateway().ask(command) : null;
    Answer.Ack ack = acked(command);
    if (twin != null && TestGateway.await(twin) instanceof Answer.Ack other) {
      assertThat(other.seq()).isEqualTo(ack.seq());
      assertThat(other.messageID()).isEqualTo(ack.messageID());
    }
    done.add(new Done(command, ack));
    return ack;
  }

  private Answer.Ack acked(LongFunction<Request> command) {
    for (int i = 0; i < MOST_REPEATS; i++) {
      CompletableFuture<Packet> asked = session.gateway().ask(command);
      if (!isPatient && random.nextBoolean()) {
        timeGoesBy.run();
      }
      switch (TestGateway.await(asked)) {
        case Answer.Ack ack -> {
          repeatedAcks += ack.repeated() ? 1 : 0;
          return ack;
        }
        case Answer.Failure failure ->
            assertThat(failure.code())
                .as(failure.message())
                .isEqualTo(ErrorCode.SERVICE_UNAVAILABLE);
        case Packet other -> throw new AssertionError(other.toString());
      }
    }
    throw new AssertionError("not acknowledged after " + MOST_REPEATS + " repeats");
  }

  /// A UUIDv7 of now, or free text.
  private String clientsName() {
    return random.nextInt(3) == 0 ? "free " + userID() + " " + ++names : name();
  }

  private String name() {
    names++;
    String time = "%012x".formatted(System.currentTimeMillis());
    return "%s-%s-7%03x-8%03x-%012x"
        .formatted(time.substring(0, 8), time.substring(8), names & 0xfff, userID() & 0xfff, names);
  }
}
