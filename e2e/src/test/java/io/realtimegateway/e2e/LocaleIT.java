package io.realtimegateway.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ApplicationBackend;
import io.realtimegateway.e2e.harness.ChatUser;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.e2e.harness.WebhookReceiver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Locales whose digits are not ASCII's, or whose upper case is another: the operator's locale
/// changes nothing that machines read. The options come after those of the launch script.
final class LocaleIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"tr, TR", "ar, EG"})
  void theServerStartsAndItsWebhooksArrive(String language, String country) {
    try (ServerProcess server =
            new ServerProcess(folder)
                .jvm("-Duser.language=" + language, "-Duser.country=" + country)
                .with("--set", "webhooks.allow-private-addresses=true")
                .environment("LC_ALL", language + "_" + country + ".UTF-8")
                .start();
        WebhookReceiver receiver = new WebhookReceiver().start()) {
      ApplicationBackend backend = ApplicationBackend.of(server, "backend");
      backend.user("ada");
      backend.user("ben");
      long group = backend.group("ada", "ben");
      String _ = backend.webhook(receiver);
      backend.say(group, "ada", "hello");
      Patience.until("the message", () -> receiver.taken("message.created").size() == 1);
      assertThat(receiver.attempts()).allMatch(each -> each.problem().isEmpty());
      String health = ChatUser.anonymous(server.url(), "/health").expect(200).text();
      assertThat(StandardCharsets.US_ASCII.newEncoder().canEncode(health)).as(health).isTrue();
      assertThat(server.stop()).isZero();
    }
  }
}
