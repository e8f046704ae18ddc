package io.realtimegateway.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WebOriginTest {
  @ParameterizedTest
  @CsvSource({
    "https://A.example, https://a.example",
    "https://a.example:443, https://a.example",
    "http://a.example:80, http://a.example",
    "http://a.example:443, http://a.example:443",
    "HTTP://chat_gw:7401, http://chat_gw:7401",
    "http://[2001:DB8::1]:7000, http://[2001:db8::1]:7000",
    "http://127.0.0.1:7000, http://127.0.0.1:7000",
    "capacitor://localhost, capacitor://localhost",
    "ionic://localhost, ionic://localhost",
    "app://io.example.chat, app://io.example.chat",
    "https://a.example:65535, https://a.example:65535"
  })
  void originsAreComparedInOneForm(String text, String normal) {
    assertThat(WebOrigin.parse(text))
        .hasValueSatisfying(origin -> assertThat(origin).hasToString(normal));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "https://",
        "https://a.example/",
        "https://a.example/chat",
        "https://a.example?x",
        "https://user@a.example",
        "https://a.example:0",
        "https://a.example:65536",
        "https://a.example:",
        "https://a example",
        "https://a.example\n",
        "a.example",
        "https://[::1",
        "https://b\u00fccher.example"
      })
  void anythingElseIsNoOrigin(String text) {
    assertThat(WebOrigin.parse(text)).isEmpty();
  }
}
