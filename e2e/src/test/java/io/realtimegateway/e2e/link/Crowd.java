package io.realtimegateway.e2e.link;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Rooms whose members share nothing with those of other rooms, each with some sockets.
final class Crowd implements AutoCloseable {
  private static final int AT_ONCE = 16;

  private final List<Room> rooms;

  private Crowd(List<Room> rooms) {
    this.rooms = rooms;
  }

  /// Signs users in, makes the rooms and opens the sockets; returns when all were greeted.
  static Crowd gather(URI server, int rooms, int members, int sockets) {
    try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Room>> tasks =
          IntStream.range(0, rooms)
              .<Callable<Room>>mapToObj(number -> () -> Room.open(server, number, members, sockets))
              .toList();
      List<Room> opened = new ArrayList<>();
      for (Future<Room> room : workers.invokeAll(tasks)) {
        opened.add(room.get());
      }
      return new Crowd(opened);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a room could not be opened", e);
    }
  }

  Room room(int number) {
    return rooms.get(number);
  }

  List<Room> rooms() {
    return rooms;
  }

  Stream<ChatSocket> sockets() {
    return rooms.stream().flatMap(Room::allSockets);
  }

  @Override
  public void close() {
    sockets().forEach(ChatSocket::close);
  }

  /// A group and the sockets of its members.
  ///
  /// @param sockets of each member, in the order of the members
  record Room(long id, List<ChatUser> members, List<List<ChatSocket>> sockets) {

    private static Room open(URI server, int number, int members, int sockets) {
      List<ChatUser> users =
          IntStream.range(0, members)
              .mapToObj(member -> ChatUser.signIn(server, "user-%d-%d".formatted(number, member)))
              .toList();
      ChatUser[] others = users.subList(1, members).toArray(ChatUser[]::new);
      long id = users.getFirst().createGroup("room " + number, others);
      List<List<ChatSocket>> open = new ArrayList<>();
      for (ChatUser user : users) {
        open.add(IntStream.range(0, sockets).mapToObj(_ -> user.connect()).toList());
      }
      open.forEach(some -> some.forEach(socket -> socket.await("hello")));
      return new Room(id, users, open);
    }

    /// Those of all members.
    Stream<ChatSocket> allSockets() {
      return sockets.stream().flatMap(List::stream);
    }

    /// The first one of a member.
    ChatSocket socket(int member) {
      return sockets.get(member).getFirst();
    }

    /// Sends under a name of its own without waiting.
    ///
    /// @return the `ref`
    String send(int member, String name) {
      return socket(member)
          .send(
              "send_message",
              new JsonObject()
                  .put("conversationID", id)
                  .put("content", "as " + name)
                  .put("clientMessageID", name));
    }

    /// Waits until every socket has received this text.
    void awaitEverywhere(String content) {
      allSockets().forEach(socket -> awaitText(socket, content));
    }

    /// Waits until a socket has received this text, or finds it among the changes: the links of a
    /// gateway come back one after the other, and each may say that something was missed.
    void awaitText(ChatSocket socket, String content) {
      Patience.until(
          "the message " + content,
          () -> hasHeard(socket, content) || (wasLagging(socket) && hasChange(socket, content)));
    }

    private boolean hasHeard(ChatSocket socket, String content) {
      return socket
          .heard("message")
          .anyMatch(
              frame ->
                  frame.getLong("conversationID") == id
                      && content.equals(frame.getString("content")));
    }

    private static boolean wasLagging(ChatSocket socket) {
      return socket.heard("lagging").findAny().isPresent();
    }

    private boolean hasChange(ChatSocket socket, String content) {
      JsonArray items = changes(socket, 0, epoch()).getJsonArray("value");
      return items != null
          && items.stream()
              .anyMatch(item -> content.equals(((JsonObject) item).getString("content")));
    }

    /// What changed after a seq, as one page.
    JsonObject changes(ChatSocket socket, long seq, String epoch) {
      JsonObject held =
          new JsonObject().put("conversationID", id).put("seq", seq).put("epoch", epoch);
      String ref =
          socket.send("resume", new JsonObject().put("conversations", new JsonArray().add(held)));
      socket.answer(ref);
      return socket.await(
          "the page of " + ref,
          frame ->
              ref.equals(frame.getString("ref"))
                  && List.of("changes", "reset").contains(frame.getString("type")));
    }

    String epoch() {
      return members.getFirst().get("/conversations/" + id).expect(200).body().getString("epoch");
    }
  }
}
