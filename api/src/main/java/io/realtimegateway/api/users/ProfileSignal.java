package io.realtimegateway.api.users;

import io.realtimegateway.api.http.Call;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.store.users.ProfileUpdate;
import io.realtimegateway.store.users.User;

/// Has the engine notify peers of a user, and its own sessions, of another name or picture.
public final class ProfileSignal {
  private ProfileSignal() {}

  /// Sends it if something changed. It is a signal: without an engine it is lost, and nothing else.
  public static User sent(Call call, ProfileUpdate update) {
    User user = update.user();
    if (update.isChanged()) {
      call.engine()
          .hint(
              request ->
                  new SessionPacket.AnnounceProfile(
                      request, user.id(), user.displayName(), user.displayImage()));
    }
    return user;
  }
}
