package io.realtimegateway.api.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworkTest {

  /// Among them the highest and the lowest address, whose numbers have a leading byte more or less.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0/8",
        "192.0.2.7",
        "0.0.0.0/0",
        "255.255.255.255",
        "0.0.0.1",
        "::1",
        "2001:db8::/32",
        "ffff:ffff::/16",
        "::/0"
      })
  void aNetworkIsWrittenAsItIsRead(String text) {
    assertThat(Network.parse(text)).hasToString(text);
    assertThat(Network.parse(Network.parse(text).toString())).isEqualTo(Network.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.com", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "::/129"})
  void whatIsNoNetworkIsRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text));
  }
}
