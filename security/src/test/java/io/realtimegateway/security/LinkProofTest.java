package io.realtimegateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkProofTest {
  private static final LinkProof.Nonces NONCES =
      new LinkProof.Nonces(
          0x0001020304050607L, 0x08090a0b0c0d0e0fL, 0x1011121314151617L, 0x18191a1b1c1d1e1fL);

  private final LinkProof proof = new LinkProof(Secret.ofText("0123456789abcdef0123456789abcdef"));

  /// Expected values made with Python's `hmac` from the byte strings in docs/PROTOCOL.md.
  @Test
  void proofsAreHmacsOfTheByteStringsInTheSpecification() {
    assertThat(
            HexFormat.of().formatHex(proof.client(NONCES, 1, 0, 1, 0x1122334455667788L, 3, 65_535)))
        .isEqualTo("507d14dca09c175a9278625191250fb06eb22e33a1115f8f7215bfbb027789dc");
    assertThat(HexFormat.of().formatHex(proof.server(NONCES, 0, 0x1122334455667788L, 3, 8)))
        .isEqualTo("141e23dc27588074f38d6a5737fb7f8685bd3294dbf34c1249a36cb156ada484");
  }

  @Test
  void everyFieldChangesTheClientsProof() {
    var otherChallenge = new LinkProof.Nonces(9, 0x08090a0b0c0d0e0fL, 9, 9);
    assertThat(
            List.of(
                hex(proof.client(NONCES, 1, 0, 1, 5, 3, 4)),
                hex(proof.client(otherChallenge, 1, 0, 1, 5, 3, 4)),
                hex(proof.client(NONCES, 2, 0, 1, 5, 3, 4)),
                hex(proof.client(NONCES, 1, 1, 1, 5, 3, 4)),
                hex(proof.client(NONCES, 1, 0, 2, 5, 3, 4)),
                hex(proof.client(NONCES, 1, 0, 1, 6, 3, 4)),
                hex(proof.client(NONCES, 1, 0, 1, 5, 4, 4)),
                hex(proof.client(NONCES, 1, 0, 1, 5, 3, 5))))
        .doesNotHaveDuplicates();
  }

  @Test
  void anotherSecretMakesAnotherProof() {
    var other = new LinkProof(Secret.ofText("0123456789abcdef0123456789abcdeg"));
    assertThat(
            LinkProof.same(
                proof.client(NONCES, 1, 0, 1, 5, 3, 4), other.client(NONCES, 1, 0, 1, 5, 3, 4)))
        .isFalse();
    assertThat(
            LinkProof.same(
                proof.client(NONCES, 1, 0, 1, 5, 3, 4), proof.client(NONCES, 1, 0, 1, 5, 3, 4)))
        .isTrue();
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> new LinkProof(Secret.ofText("short")))
        .hasMessage("link secret must have at least 32 bytes, has 5");
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
