package io.realtimegateway.store.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class NameWordsTest {
  private static boolean isFound(String text, String name) {
    String folded = NameWords.folded(text);
    String end = NameWords.endOf(folded);
    return NameWords.rests(name).stream()
        .anyMatch(rest -> compare(folded, rest) <= 0 && compare(rest, end) < 0);
  }

  private static int compare(String one, String other) {
    return java.util.Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
  }

  @Test
  void aWordBeginsAfterWhiteSpaceAndPunctuation() {
    assertThat(NameWords.rests("Mary-Ann  O'Brien_Smith\u00a0(Doe)"))
        .containsExactly(
            "mary-ann o'brien_smith (doe)",
            "ann o'brien_smith (doe)",
            "o'brien_smith (doe)",
            "brien_smith (doe)",
            "smith (doe)",
            "(doe)",
            "doe)");
    assertThat(NameWords.rests(" \u2003")).isEmpty();
    assertThat(isFound("nn", "Mary-Ann")).isFalse();
  }

  @Test
  void caseIsFoldedAsUnicodeSays() {
    assertThat(isFound("STRASSE", "Hauptstraße")).isFalse();
    assertThat(isFound("STRASSE", "Alte Straße")).isTrue();
    assertThat(isFound("straße", "ALTE STRASSE")).isTrue();
    assertThat(isFound("GROẞ", "Anna Groß")).isTrue();
    assertThat(isFound("İSTAN", "i\u0307stanbul")).isTrue();
    assertThat(isFound("is", "İstanbul")).isFalse();
    assertThat(isFound("ıs", "Isabel")).isFalse();
    assertThat(isFound("ΟΔΟΣ", "οδος")).isTrue();
    assertThat(isFound("οδοσ", "ΟΔΟΣΑ")).isTrue();
    assertThat(isFound("e\u0301mile", "ÉMILE")).isTrue();
    assertThat(isFound("em", "Émile")).isFalse();
  }

  @Test
  void blanksSignsAndPicturesAreTextLikeAnyOther() {
    assertThat(isFound("ada  lo", "Countess Ada Lovelace")).isTrue();
    assertThat(isFound("100%", "100% Ada")).isTrue();
    assertThat(isFound("1__", "100 Ada")).isFalse();
    assertThat(isFound("a_", "a_b")).isTrue();
    assertThat(isFound("a_", "aab")).isFalse();
    assertThat(isFound("🦊 f", "Ada 🦊 Fox")).isTrue();
    assertThat(isFound("fox", "🦊fox")).isFalse();
    assertThat(isFound("🦊🦊", "🦊🦊🦊")).isTrue();
  }

  @Test
  void theEndOfAPrefixIsAboveAllThatBeginWithIt() {
    assertThat(NameWords.endOf("ab")).isEqualTo("ac");
    assertThat(NameWords.endOf("a\ud7ff")).isEqualTo("a\ue000");
    assertThat(NameWords.endOf("a" + Character.toString(Character.MAX_CODE_POINT))).isEqualTo("b");
    assertThat(NameWords.endOf("a\uffff")).isEqualTo("a" + Character.toString(0x10000));
  }
}
