package io.realtimegateway.api.users;

import io.realtimegateway.store.users.UserRepository;

/// The user in whose name the application itself acts. It is made when it is first needed.
public final class SystemUser {
  private final UserRepository users;
  private final String name;
  private volatile long id;

  /// @param name its display name
  public SystemUser(UserRepository users, String name) {
    this.users = users;
    this.name = name;
  }

  /// Its id; asks the database once.
  public long id() {
    if (id == 0) {
      id = users.system(name).id();
    }
    return id;
  }
}
