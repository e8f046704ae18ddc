package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.server.configuration.ConfigurationReader;
import io.realtimegateway.server.configuration.Http;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AllowedHostsTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, localhost, true",
    "127.0.0.1, '[::1]:7000', true",
    "127.0.0.1, 127.255.0.1:80, true",
    "127.0.0.1, 10.1.2.3, false",
    "127.0.0.1, chat.example.com:443, true",
    "127.0.0.1, CHAT_GW, true",
    "127.0.0.1, evil.example, false",
    "127.0.0.1, localhost.evil.example, false",
    "127.0.0.1, '[::1', false",
    "127.0.0.1, 'localhost:x', false",
    "127.0.0.1, 'a:b:c', false",
    "127.0.0.1, '', false",
    "10.1.2.3, 10.1.2.3:7000, true",
    "10.1.2.3, 10.1.2.4, false",
    "0.0.0.0, 10.1.2.3, true",
    "0.0.0.0, '[2001:db8::7]:7000', true",
    "0.0.0.0, evil.example, false",
    "[::], 10.1.2.3, true",
    "[::], evil.example, false"
  })
  void aHostIsAllowedOrNot(String listensOn, String host, boolean isAllowed) {
    Http http =
        new ConfigurationReader(
                folder,
                Map.of(
                    "RTG_HTTP_HOST", listensOn,
                    "RTG_HTTP_PUBLIC_URL", "https://chat.example.com",
                    "RTG_HTTP_ALLOWED_HOSTS", "chat_gw"))
            .read(Optional.empty(), Map.of())
            .configuration()
            .http();
    assertThat(AllowedHosts.of(http, http.host()).allows(host)).isEqualTo(isAllowed);
  }
}
