package io.realtimegateway.security.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AddressKeyTest {
  @ParameterizedTest
  @CsvSource({
    "192.0.2.7, 192.0.2.7",
    "::ffff:192.0.2.7, 192.0.2.7",
    "0:0:0:0:0:ffff:c000:207, 192.0.2.7",
    "2001:db8::7, 2001:db8:0:0::/64",
    "2001:DB8:0:0:ffff:ffff:ffff:ffff, 2001:db8:0:0::/64",
    "2001:db8:0:1::7, 2001:db8:0:1::/64",
    "fe80::1%eth0, fe80:0:0:0::/64",
    "::1, 0:0:0:0::/64"
  })
  void addressesOfOneIpv6NetworkShareAKey(String address, String key) {
    assertThat(AddressKey.of(address)).isEqualTo(key);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "_hidden", "a:b", "1:2:3:4:5:6:7:8:9"})
  void whatIsNoAddressIsItsOwnKey(String text) {
    assertThat(AddressKey.of(text)).isEqualTo(text);
  }

  @Test
  void noNameIsLookedUp() {
    assertThat(AddressKey.of("localhost")).isEqualTo("localhost");
  }
}
