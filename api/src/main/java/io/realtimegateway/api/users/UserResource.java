package io.realtimegateway.api.users;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.edge.http.ErrorBody.Detail;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.store.directory.DirectoryRepository;
import io.realtimegateway.store.directory.DirectoryUser;
import io.realtimegateway.store.users.User;
import io.realtimegateway.store.users.UserRepository;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `/users`, `/users/{id}` and `/users/me`.
public final class UserResource {
  private static final String IMAGE = "displayImage";
  private static final String IDS = "ids";
  private static final String EXTERNAL_IDS = "externalIds";
  private static final String SEARCH = "search";
  private static final int MOST_ASKED = 100;
  private static final int MOST_FOUND = 20;
  private static final int SHORTEST_SEARCH = 2;
  private static final long HIGHEST_ID = (1L << 53) - 1;

  private final UserRepository users;
  private final DirectoryRepository directory;
  private final DirectorySettings settings;

  public UserResource(
      UserRepository users, DirectoryRepository directory, DirectorySettings settings) {
    this.users = users;
    this.directory = directory;
    this.settings = settings;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "getUser", new Guarded(this::get, Access.LOGIN),
        "updateOwnUser", new Guarded(this::update, Access.LOGIN),
        "listUsers", new Guarded(this::list, Access.LOGIN));
  }

  private Reply get(Call call) {
    String id = call.pathText("id");
    if (id.equals("me") || id.equals(Long.toString(call.userID()))) {
      User user = users.find(call.userID()).orElseThrow(UserResource::erased);
      return Reply.ok(json -> UserBody.write(json, user, true));
    }
    DirectoryUser found =
        visible(call, List.of(Long.parseLong(id))).stream()
            .findFirst()
            .orElseThrow(
                () ->
                    Refusal.of(
                        ErrorCode.FORBIDDEN,
                        "You may see users of your conversations, friends, and users with whom a"
                            + " friend request is pending.",
                        "id"));
    return Reply.ok(json -> write(json, found, call.userID()));
  }

  /// A missing name leaves the name unchanged; null removes the picture.
  private Reply update(Call call) {
    String image = call.body().getString(IMAGE);
    boolean isImageGiven = image != null || call.requestBody().nulls().contains(IMAGE);
    String name = call.body().getString("displayName");
    if (name == null && !isImageGiven) {
      throw Refusal.badArgument("body", "Give displayName, displayImage or both.");
    }
    if (image != null && ClaimedProfile.displayImage(image).isEmpty()) {
      throw Refusal.badArgument(IMAGE, "displayImage must be an https address with a host.");
    }
    requireOwnProfile(call.userID());
    User user =
        users
            .update(call.userID(), name, isImageGiven, image)
            .map(update -> ProfileSignal.sent(call, update))
            .orElseThrow(UserResource::erased);
    return Reply.ok(json -> UserBody.write(json, user, true));
  }

  /// For up to a second this process may not know yet that the login of an erased user has ended.
  private static Refusal erased() {
    return Refusal.of(ErrorCode.UNAUTHORIZED, "The account of this login was erased.");
  }

  private void requireOwnProfile(long userID) {
    User user = users.find(userID).orElseThrow(UserResource::erased);
    if (user.externalID() != null) {
      throw Refusal.of(
          ErrorCode.FORBIDDEN, "The application made this user and alone changes its profile.");
    }
  }

  private Reply list(Call call) {
    String ids = call.queryText(IDS);
    String externalIDs = call.queryText(EXTERNAL_IDS);
    String search = call.queryText(SEARCH);
    if (Stream.of(ids, externalIDs, search).filter(Objects::nonNull).count() != 1) {
      throw Refusal.badArguments(
          Stream.of(IDS, EXTERNAL_IDS, SEARCH)
              .map(name -> new Detail(name, "Give one of ids, externalIds and search."))
              .toList());
    }
    if (externalIDs != null) {
      return Reply.ok(
          JsonBody.collection(
              externallyNamed(call, externalIDs),
              (json, user) -> writeNamed(json, user, call.userID()),
              null));
    }
    List<DirectoryUser> found =
        ids == null ? found(call, Objects.requireNonNull(search)) : named(call, ids);
    return Reply.ok(
        JsonBody.collection(found, (json, user) -> write(json, user, call.userID()), null));
  }

  /// In the order in which they are named. A search would find them as well, so where it is open
  /// they need not be known to the caller.
  private List<DirectoryUser> externallyNamed(Call call, String externalIDs) {
    List<String> asked = Arrays.stream(externalIDs.split(",", -1)).distinct().toList();
    requireFew(EXTERNAL_IDS, asked);
    List<DirectoryUser> all = directory.named(call.userID(), asked);
    List<DirectoryUser> shown =
        settings.isSearchOpen()
            ? all
            : visible(call, all.stream().map(found -> found.user().id()).toList());
    return inOrder(asked, shown, found -> String.valueOf(found.user().externalID()));
  }

  /// In the order in which they are named.
  private List<DirectoryUser> named(Call call, String ids) {
    List<Long> asked = Arrays.stream(ids.split(",", -1)).map(Long::valueOf).distinct().toList();
    requireFew(IDS, asked);
    if (asked.stream().anyMatch(id -> id > HIGHEST_ID)) {
      throw Refusal.badArgument(IDS, "An id is an integer from 1 to 2^53-1.");
    }
    return inOrder(asked, visible(call, asked), found -> found.user().id());
  }

  private static void requireFew(String parameter, List<?> asked) {
    if (asked.size() > MOST_ASKED) {
      throw Refusal.badArgument(parameter, "At most " + MOST_ASKED + " can be asked for.");
    }
  }

  private static <K> List<DirectoryUser> inOrder(
      List<K> asked, List<DirectoryUser> found, Function<DirectoryUser, K> keyOf) {
    Map<K, DirectoryUser> byKey =
        found.stream().collect(Collectors.toMap(keyOf, Function.identity()));
    return asked.stream().filter(byKey::containsKey).map(byKey::get).toList();
  }

  /// After everything accepted before: the author of a message that was just delivered is seen.
  private List<DirectoryUser> visible(Call call, List<Long> ids) {
    call.engine().barrierOnAll(call.userID());
    return directory.visible(call.userID(), ids);
  }

  private List<DirectoryUser> found(Call call, String search) {
    if (!settings.isSearchOpen()) {
      throw Refusal.of(ErrorCode.FORBIDDEN, "Searching for users is off on this server.", SEARCH);
    }
    String text = search.strip();
    if (text.codePointCount(0, text.length()) < SHORTEST_SEARCH) {
      throw Refusal.badArgument(
          SEARCH, "search must be 2 to 100 characters without the blanks around them.");
    }
    return directory.found(call.userID(), text, MOST_FOUND);
  }

  private void write(JsonGenerator json, DirectoryUser found, long viewerID) throws IOException {
    UserBody.write(json, found.user(), showsEmail(found, viewerID));
  }

  /// With the external id, by which the caller asked.
  private void writeNamed(JsonGenerator json, DirectoryUser found, long viewerID)
      throws IOException {
    json.writeStartObject();
    UserBody.writeFields(json, found.user(), showsEmail(found, viewerID));
    JsonBody.text(json, "externalId", found.user().externalID());
    json.writeEndObject();
  }

  private boolean showsEmail(DirectoryUser found, long viewerID) {
    return settings.showsEmail(viewerID, found.user().id(), found.isFriend());
  }
}
