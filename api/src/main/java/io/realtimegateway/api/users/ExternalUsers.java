package io.realtimegateway.api.users;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.edge.http.ErrorBody.Detail;
import io.realtimegateway.store.users.User;
import io.realtimegateway.store.users.UserRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Users as the application knows them, by `externalId`.
public final class ExternalUsers {
  private final UserRepository users;

  public ExternalUsers(UserRepository users) {
    this.users = users;
  }

  /// The user that a path names.
  ///
  /// @throws Refusal `NotFoundRequest`
  public User one(String externalID) {
    return users.findByExternalID(externalID).orElseThrow(() -> Refusal.notFound("user"));
  }

  /// The id of a user that a field names.
  ///
  /// @throws Refusal `BadArgument`
  public long id(String externalID, String field) {
    return users
        .findByExternalID(externalID)
        .orElseThrow(() -> Refusal.badArgument(field, field + " names no user."))
        .id();
  }

  /// Ids of the users that a field lists, in its order.
  ///
  /// @throws Refusal `BadArgument` with a detail for each that does not exist
  public List<Long> ids(List<String> externalIDs, String field) {
    Map<String, User> found =
        users.findByExternalIDs(externalIDs).stream()
            .collect(
                Collectors.toMap(
                    user -> Objects.requireNonNull(user.externalID()), Function.identity()));
    List<Long> ids = new ArrayList<>();
    List<Detail> unknown = new ArrayList<>();
    for (int i = 0; i < externalIDs.size(); i++) {
      User user = found.get(externalIDs.get(i));
      if (user == null) {
        unknown.add(new Detail(field, field + "[" + i + "] names no user."));
      } else {
        ids.add(user.id());
      }
    }
    if (!unknown.isEmpty()) {
      throw Refusal.badArguments(unknown);
    }
    return ids;
  }
}
