package io.realtimegateway.api.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.realtimegateway.api.testing.ApiClient;
import io.realtimegateway.api.testing.ApiClient.Answer;
import io.realtimegateway.api.testing.ApiServer;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class ProfileTest {
  private static final String IMAGE = "https://pictures.example/a.png";

  private static ApiServer server;

  @BeforeAll
  static void start() {
    server = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void leaveTheEngineAlone() {
    server.engine().intercept(_ -> null);
  }

  private static List<SessionPacket.AnnounceProfile> announced(String userID) {
    return server.engine().heard(SessionPacket.AnnounceProfile.class).stream()
        .filter(packet -> packet.userID() == Long.parseLong(userID))
        .toList();
  }

  @Test
  void nameAndPictureAreChangedApartAndAnnounced() {
    ApiClient ada = server.user("ada");
    String id = "" + ada.userID();

    Answer named = ada.patch("/users/me", new JsonObject().put("displayName", "Ada Lovelace"));
    assertThat(named.status()).as(named.response().body()).isEqualTo(200);
    assertThat(named.json()).isEqualTo(ada.get("/users/me").json());
    assertThat(named.json().getString("displayName")).isEqualTo("Ada Lovelace");
    assertThat(named.json().getString("email")).isNotNull();

    ada.patch("/users/me", new JsonObject().put("displayImage", IMAGE));
    assertThat(ada.get("/users/me").json().getString("displayName")).isEqualTo("Ada Lovelace");
    assertThat(ada.get("/users/me").json().getString("displayImage")).isEqualTo(IMAGE);
    ada.patch("/users/me", new JsonObject().put("displayName", "Ada").putNull("displayImage"));
    assertThat(ada.get("/users/me").json().getMap())
        .containsEntry("displayName", "Ada")
        .containsEntry("displayImage", null);

    assertThat(announced(id))
        .extracting(
            SessionPacket.AnnounceProfile::displayName, SessionPacket.AnnounceProfile::displayImage)
        .containsExactly(
            tuple("Ada Lovelace", null), tuple("Ada Lovelace", IMAGE), tuple("Ada", null));
  }

  @Test
  void whatChangesNothingIsNotAnnounced() {
    ApiClient ada = server.user("ada");
    JsonObject same = new JsonObject().put("displayName", "ada").putNull("displayImage");

    assertThat(ada.patch("/users/me", same).status()).isEqualTo(200);
    assertThat(announced("" + ada.userID())).isEmpty();
  }

  @Test
  void aChangedNameIsFound() {
    ApiClient ada = server.user("ada");
    ada.patch("/users/me", new JsonObject().put("displayName", "Xanthippe"));

    assertThat(server.user("ben").get("/users?search=xanth").value()).hasSize(1);
  }

  @Test
  void itIsChangedAlsoWithoutAnEngine() {
    ApiClient ada = server.user("ada");
    server.engine().fail(SessionPacket.AnnounceProfile.class, ErrorCode.SERVICE_UNAVAILABLE);

    assertThat(ada.patch("/users/me", new JsonObject().put("displayName", "Adele")).status())
        .isEqualTo(200);
    assertThat(ada.get("/users/me").json().getString("displayName")).isEqualTo("Adele");
  }

  @Test
  void whatIsWrongIsNamed() {
    ApiClient ada = server.user("ada");
    JsonObject fits = new JsonObject().put("displayImage", "https://a.example/" + "x".repeat(2030));
    JsonObject longer =
        new JsonObject().put("displayImage", "https://a.example/" + "x".repeat(2031));

    assertThat(ada.patch("/users/me", fits).status()).isEqualTo(200);
    assertThat(ada.patch("/users/me", longer).target()).isEqualTo("displayImage");
    for (String image :
        List.of("http://a.example/a", "data:x", "https://", "https://u:p@a.example/", "")) {
      assertThat(ada.patch("/users/me", new JsonObject().put("displayImage", image)).target())
          .as(image)
          .isEqualTo("displayImage");
    }
    for (String name : List.of("", "  ", "x".repeat(101))) {
      assertThat(ada.patch("/users/me", new JsonObject().put("displayName", name)).target())
          .isEqualTo("displayName");
    }
    assertThat(
            ada.patch("/users/me", new JsonObject().put("displayName", "🦊".repeat(100))).status())
        .isEqualTo(200);
    assertThat(ada.patch("/users/me", new JsonObject()).status()).isEqualTo(400);
    assertThat(ada.patch("/users/me", new JsonObject().putNull("displayName")).status())
        .isEqualTo(400);
    assertThat(ada.patch("/users/me", new JsonObject().put("email", "a@b")).target())
        .isEqualTo("email");
    assertThat(ada.patch("/users/" + ada.userID(), new JsonObject()).status()).isEqualTo(405);
  }

  @Test
  void theApplicationsChangeIsAnnouncedAndNothingElse() {
    JsonObject una = new JsonObject().put("displayName", "Una");
    String id = server.application().put("/server/users/una", una).json().getString("id");
    assertThat(server.application().put("/server/users/una", una).status()).isEqualTo(200);
    assertThat(announced(id)).isEmpty();

    server.application().put("/server/users/una", una.copy().put("email", "una@example.org"));
    assertThat(announced(id)).isEmpty();
    server.application().put("/server/users/una", una.copy().put("displayImage", IMAGE));
    server.application().put("/server/users/una", una.copy().put("displayName", "Una B"));
    assertThat(announced(id))
        .extracting(SessionPacket.AnnounceProfile::displayImage)
        .containsExactly(IMAGE, null);
  }

  @Test
  void usersOfTheApplicationDoNotChangeTheirProfile() {
    server
        .application()
        .put(
            "/server/users/ulf",
            new JsonObject().put("displayName", "Ulf").put("email", "ulf@example.org"));
    ApiClient ulf = server.client();
    ulf.signIn("ulf@example.org", "Ulf");

    Answer refused = ulf.patch("/users/me", new JsonObject().put("displayName", "Wolf"));
    assertThat(refused.status()).isEqualTo(403);
    assertThat(ulf.get("/users/me").json().getString("displayName")).isEqualTo("Ulf");
  }
}
