package io.realtimegateway.api.friends;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Operation;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.DirectorySettings;
import io.realtimegateway.api.users.UserBody;
import io.realtimegateway.store.friends.FriendRepository;
import io.realtimegateway.store.friends.FriendRequest;
import io.realtimegateway.store.users.User;
import io.realtimegateway.store.users.UserRepository;
import java.io.IOException;
import java.util.Map;

/// `/users/friends` and `/friendrequests`.
public final class FriendResource {
  private final FriendRepository friends;
  private final UserRepository users;
  private final DirectorySettings directory;

  public FriendResource(
      FriendRepository friends, UserRepository users, DirectorySettings directory) {
    this.friends = friends;
    this.users = users;
    this.directory = directory;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "listFriends", guarded(this::listFriends),
        "endFriendship", guarded(this::endFriendship),
        "requestFriendship", guarded(this::ask),
        "listSentRequests", guarded(this::listSent),
        "listReceivedRequests", guarded(this::listReceived),
        "getSentRequest", guarded(this::getSent),
        "getReceivedRequest", guarded(this::getReceived),
        "cancelRequest", guarded(this::cancel),
        "acceptRequest", guarded(this::accept),
        "declineRequest", guarded(this::decline));
  }

  private static Guarded guarded(Operation operation) {
    return new Guarded(operation, Access.LOGIN);
  }

  private Reply listFriends(Call call) {
    Page<User> page = Page.of(call, limit -> friends.friends(call.userID(), after(call), limit));
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, friend) -> write(json, friend, call.userID(), true),
            page.nextLink(call, "/users/friends", last -> Map.of("$after", last.id()))));
  }

  private Reply endFriendship(Call call) {
    return done(friends.end(call.userID(), target(call)), "friendship");
  }

  private Reply ask(Call call) {
    String email = call.bodyText("recipientEmail");
    User recipient = users.findByEmail(email).orElseThrow(() -> Refusal.notFound("user"));
    if (recipient.id() == call.userID()) {
      throw Refusal.badArgument("recipientEmail", "One cannot be one's own friend.")
          .inner("oneself");
    }
    FriendRequest request =
        friends
            .ask(call.userID(), recipient.id())
            .orElseThrow(
                () ->
                    Refusal.badArgument(
                            "recipientEmail", "There is a request or a friendship already.")
                        .inner("duplicate"));
    return Reply.created(
        call.url().resource("/friendrequests/sent/" + recipient.id()),
        json -> writeNew(json, request));
  }

  private Reply listSent(Call call) {
    Page<FriendRequest> page =
        Page.of(call, limit -> friends.sent(call.userID(), after(call), limit));
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, request) -> write(json, request, call.userID()),
            page.nextLink(
                call, "/friendrequests/sent", last -> Map.of("$after", last.target().id()))));
  }

  private Reply listReceived(Call call) {
    Page<FriendRequest> page =
        Page.of(call, limit -> friends.received(call.userID(), after(call), limit));
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, request) -> write(json, request, call.userID()),
            page.nextLink(
                call, "/friendrequests/received", last -> Map.of("$after", last.author().id()))));
  }

  private Reply getSent(Call call) {
    FriendRequest request = pending(call.userID(), target(call));
    return Reply.ok(json -> write(json, request, call.userID()));
  }

  private Reply getReceived(Call call) {
    FriendRequest request = pending(target(call), call.userID());
    return Reply.ok(json -> write(json, request, call.userID()));
  }

  private Reply cancel(Call call) {
    return done(friends.withdraw(call.userID(), target(call)), "friend request");
  }

  private Reply accept(Call call) {
    return done(friends.accept(target(call), call.userID()), "friend request");
  }

  private Reply decline(Call call) {
    return done(friends.withdraw(target(call), call.userID()), "friend request");
  }

  private FriendRequest pending(long authorID, long targetID) {
    return friends
        .pending(authorID, targetID)
        .orElseThrow(() -> Refusal.notFound("friend request"));
  }

  private static Reply done(boolean isDone, String what) {
    if (!isDone) {
      throw Refusal.notFound(what);
    }
    return Reply.noContent();
  }

  private static long target(Call call) {
    return call.pathID("targetId");
  }

  private static long after(Call call) {
    return call.queryNumber("$after").orElse(0);
  }

  private static void writeNew(JsonGenerator json, FriendRequest request) throws IOException {
    long author = request.author().id();
    long target = request.target().id();
    json.writeStartObject();
    JsonBody.id(json, "senderId", Math.min(author, target));
    JsonBody.id(json, "recipientId", Math.max(author, target));
    JsonBody.id(json, "authorId", author);
    writeStatus(json, request);
  }

  private void write(JsonGenerator json, FriendRequest request, long viewerID) throws IOException {
    boolean isAuthorLower = request.author().id() < request.target().id();
    json.writeStartObject();
    json.writeFieldName("sender");
    write(json, isAuthorLower ? request.author() : request.target(), viewerID, false);
    json.writeFieldName("recipient");
    write(json, isAuthorLower ? request.target() : request.author(), viewerID, false);
    json.writeFieldName("creator");
    write(json, request.author(), viewerID, false);
    writeStatus(json, request);
  }

  private void write(JsonGenerator json, User user, long viewerID, boolean isFriend)
      throws IOException {
    UserBody.write(json, user, directory.showsEmail(viewerID, user.id(), isFriend));
  }

  private static void writeStatus(JsonGenerator json, FriendRequest request) throws IOException {
    json.writeStringField("status", request.isAccepted() ? "accepted" : "pending");
    JsonBody.time(json, "createdAt", request.createdAt());
    json.writeEndObject();
  }
}
