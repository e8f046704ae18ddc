package io.realtimegateway.api.application;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.signin.Logins;
import io.realtimegateway.api.users.ExternalUsers;
import io.realtimegateway.api.users.ProfileSignal;
import io.realtimegateway.api.users.SystemUser;
import io.realtimegateway.api.users.UserBody;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.conversations.ConversationViews;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.users.ExternalUpsert;
import io.realtimegateway.store.users.Profile;
import io.realtimegateway.store.users.User;
import io.realtimegateway.store.users.UserRepository;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `/server/users/{externalId}`, its logins, and `/server/presence`.
public final class ApplicationUserResource {
  private static final int MOST_ASKED = 100;

  private final UserRepository users;
  private final ExternalUsers external;
  private final LoginRepository repository;
  private final Logins logins;
  private final Departures departures;
  private final InstantSource clock;

  /// @param names makes command names
  public ApplicationUserResource(
      UserRepository users,
      LoginRepository repository,
      Logins logins,
      ConversationViews views,
      SystemUser system,
      InstantSource clock,
      Supplier<String> names) {
    this.users = users;
    this.external = new ExternalUsers(users);
    this.repository = repository;
    this.logins = logins;
    this.departures = new Departures(views, system, names);
    this.clock = clock;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "putApplicationUser", new Guarded(this::put, Access.APPLICATION),
        "getApplicationUser", new Guarded(this::get, Access.APPLICATION),
        "deleteApplicationUser", new Guarded(this::delete, Access.APPLICATION),
        "endApplicationUserLogins", new Guarded(this::endLogins, Access.APPLICATION),
        "getPresence", new Guarded(this::presence, Access.APPLICATION));
  }

  private Reply put(Call call) {
    String externalID = call.pathText("externalId");
    Profile profile =
        new Profile(
            call.bodyText("displayName"),
            call.body().getString("email"),
            call.body().getString("displayImage"));
    return switch (users.putExternal(externalID, profile)) {
      case ExternalUpsert.Created created ->
          Reply.created(
              call.url().resource("/server/users/" + PublicUrl.segment(externalID)),
              json -> write(json, created.user()));
      case ExternalUpsert.Updated updated -> {
        User user = ProfileSignal.sent(call, updated.update());
        yield Reply.ok(json -> write(json, user));
      }
      case ExternalUpsert.EmailTaken _ ->
          throw Refusal.of(ErrorCode.CONFLICT, "Another user has this e-mail.", "email");
    };
  }

  private Reply get(Call call) {
    User user = external.one(call.pathText("externalId"));
    return Reply.ok(json -> write(json, user));
  }

  private static void write(JsonGenerator json, User user) throws IOException {
    json.writeStartObject();
    UserBody.writeFields(json, user, true);
    JsonBody.text(json, "externalId", user.externalID());
    json.writeEndObject();
  }

  /// What was begun between the first steps and the erasure is ended by the same steps after it.
  private Reply delete(Call call) {
    refuseForeignTokens(call);
    users
        .findByExternalID(call.pathText("externalId"))
        .ifPresent(
            user -> {
              end(user, call);
              users.erase(user.id());
              end(user, call);
            });
    return Reply.noContent();
  }

  private void end(User user, Call call) {
    logins.endAll(user.id(), call.engine());
    departures.leaveAll(user.id(), call.engine());
  }

  private Reply endLogins(Call call) {
    refuseForeignTokens(call);
    users
        .findByExternalID(call.pathText("externalId"))
        .ifPresent(user -> logins.endAll(user.id(), call.engine()));
    return Reply.noContent();
  }

  /// Also where there is no such user yet: a token that was issued before must not make it.
  private void refuseForeignTokens(Call call) {
    repository.revokeForeign(call.pathText("externalId"), clock.instant());
  }

  private Reply presence(Call call) {
    List<String> asked = asked(call);
    Map<String, Long> ids =
        users.findByExternalIDs(asked).stream()
            .collect(Collectors.toMap(user -> String.valueOf(user.externalID()), User::id));
    Set<Long> online = call.engine().online(0, ids.values());
    return Reply.ok(
        JsonBody.collection(
            asked,
            (json, externalID) -> {
              json.writeStartObject();
              json.writeStringField("externalId", externalID);
              json.writeBooleanField("isOnline", online.contains(ids.getOrDefault(externalID, 0L)));
              json.writeEndObject();
            },
            null));
  }

  private static List<String> asked(Call call) {
    List<String> asked =
        Stream.of(String.valueOf(call.queryText("externalIds")).split(",", -1)).distinct().toList();
    if (asked.size() > MOST_ASKED) {
      throw Refusal.badArgument("externalIds", "At most " + MOST_ASKED + " can be asked for.");
    }
    return asked;
  }
}
