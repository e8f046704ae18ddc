package io.realtimegateway.api.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiServer;
import org.junit.jupiter.api.Test;

final class UserTest {
  @Test
  void oneReadsOnesOwnAccountAlone() {
    try (ApiServer server = ApiServer.start()) {
      ApiClient ada = server.user("ada");
      ApiClient grace = server.user("grace");

      assertThat(ada.get("/users/me").json()).isEqualTo(ada.get("/users/" + ada.userID()).json());
      assertThat(ada.get("/users/" + grace.userID()).status()).isEqualTo(403);
      assertThat(ada.get("/users/nobody").status()).isEqualTo(400);
    }
  }
}
