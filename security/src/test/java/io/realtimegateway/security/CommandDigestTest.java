package io.realtimegateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandDigestTest {
  private static final Secret SECRET = Secret.ofText("0123456789abcdef0123456789abcdef");

  private final CommandDigest digest = new CommandDigest(SECRET);

  /// Expected values made with `openssl mac -macopt hexkey:000102…0e0f -macopt size:16 SIPHASH`.
  @ParameterizedTest
  @CsvSource({
    "0, a3817f04ba25a8e66df67214c7550293",
    "8, 3b62a9ba6258f5610f83e264f31497b4",
    "24, 2db479ae78bd50d8882a8a178a6132ad"
  })
  void theHashIsSipHashAsOpensslComputesIt(int length, String expected) {
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) i;
    }
    SipHash128 hash = new SipHash128(0x0706050403020100L, 0x0f0e0d0c0b0a0908L);
    hash.padded(text);
    hash.finish();
    assertThat(hex(hash.high(), hash.low())).isEqualTo(expected);
  }

  @Test
  void aDigestIsTheSameInEveryVersion() {
    assertThat(hex(digest.of("hello, w\u00f6rld", null)))
        .isEqualTo("94c929791efcac5e840b36de7505ca45");
    assertThat(hex(digest.of("hello", "{\"a\":1}"))).isEqualTo("019d710a022f25c6517d7c26d625279d");
  }

  @Test
  void textThatMovesFromContentToMetadataChangesTheDigest() {
    assertThat(digest.of("ab", "c")).isNotEqualTo(digest.of("a", "bc"));
    assertThat(digest.of("a", null)).isNotEqualTo(digest.of("a", ""));
    assertThat(digest.of("a", null)).isNotEqualTo(digest.of("a\0", null));
    assertThat(digest.of("12345678", "x")).isNotEqualTo(digest.of("12345678x", null));
  }

  @Property(tries = 2000)
  void onlyTheSameTextHasTheSameDigest(
      @ForAll @StringLength(max = 20) String content,
      @ForAll @StringLength(max = 20) String metadata,
      @ForAll @StringLength(max = 20) String otherContent) {
    var one = digest.of(content, metadata);
    assertThat(digest.of(new String(content.toCharArray()), metadata)).isEqualTo(one);
    assertThat(digest.of(content + "!", metadata)).isNotEqualTo(one);
    if (!utf8(content).equals(utf8(otherContent))) {
      assertThat(digest.of(otherContent, metadata)).isNotEqualTo(one);
    }
  }

  @Test
  void anotherSecretGivesAnotherDigest() {
    var other = new CommandDigest(Secret.ofText("0123456789abcdef0123456789abcdeg"));
    assertThat(other.of("hello", null)).isNotEqualTo(digest.of("hello", null));
  }

  @Test
  void aShortSecretIsRefused() {
    assertThatThrownBy(() -> new CommandDigest(Secret.ofText("short")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("command digest secret must have at least 32 bytes, has 5");
  }

  /// What is left of a text on a link: lone surrogates do not get that far.
  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static String hex(CommandDigest.Digest value) {
    return hex(value.high(), value.low());
  }

  private static String hex(long high, long low) {
    return HexFormat.of().toHexDigits(high) + HexFormat.of().toHexDigits(low);
  }
}
