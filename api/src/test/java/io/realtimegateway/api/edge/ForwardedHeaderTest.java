package io.realtimegateway.api.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ForwardedHeaderTest {
  @Test
  void hopsAreAddressesWithoutPortsAndBrackets() {
    assertThat(
            hops("for=192.0.2.43, for=\"[2001:db8::17]:4711\"", "For=198.51.100.1:80;proto=https"))
        .containsExactly("192.0.2.43", "2001:db8::17", "198.51.100.1");
  }

  @Test
  void hiddenHopsAreNoAddresses() {
    assertThat(hops("for=_secret;proto=https, for=unknown, proto=http"))
        .containsExactly("_secret", "unknown", "");
  }

  @Test
  void theFirstElementIsWhatTheClientUsed() {
    ForwardedHeader header =
        ForwardedHeader.parse(
                List.of("for=192.0.2.1;proto=https;host=\"chat.example.org:8443\", proto=http"))
            .orElseThrow();
    assertThat(header.first("proto")).isEqualTo("https");
    assertThat(header.first("host")).isEqualTo("chat.example.org:8443");
    assertThat(header.first("by")).isNull();
  }

  @Test
  void whatIsNotByTheGrammarIsNothing() {
    for (String bad : List.of("for", "for=", "=1", "for=a b", "for=\"x", "for=1;for=2", "for=1;")) {
      assertThat(ForwardedHeader.parse(List.of(bad))).as(bad).isEmpty();
    }
  }

  @Test
  void aLongQuotedTextIsRead() {
    String host = "a".repeat(4_000);
    assertThat(ForwardedHeader.parse(List.of("for=\"" + host + "\"")).orElseThrow().first("for"))
        .isEqualTo(host);
    assertThat(ForwardedHeader.parse(List.of("for=\"" + "\\a".repeat(2_000) + "\"")).orElseThrow())
        .isEqualTo(ForwardedHeader.parse(List.of("for=" + "a".repeat(2_000))).orElseThrow());
  }

  @Test
  void whatIsLongerThanAnyChainOfProxiesWritesIsNothing() {
    String most = "for=" + "a".repeat(ForwardedHeader.MOST_CHARACTERS - 4);
    assertThat(ForwardedHeader.parse(List.of(most))).isPresent();
    assertThat(ForwardedHeader.parse(List.of(most + "a"))).isEmpty();
  }

  private static List<String> hops(String... lines) {
    return ForwardedHeader.parse(List.of(lines)).orElseThrow().hops();
  }
}
