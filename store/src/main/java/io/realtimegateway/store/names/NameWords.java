package io.realtimegateway.store.names;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// The words of a display name in the form in which they are compared: NFC, case folded, any white
/// space as one space. A word begins at the start, after white space and after punctuation.
public final class NameWords {
  private static final int NEXT_LINE = 0x85;
  private static final int DOTLESS_I = 0x131;

  private NameWords() {}

  /// A name or a search text in the form in which both are compared.
  public static String folded(String text) {
    StringBuilder folded = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(codePoint -> appendFolded(folded, codePoint));
    return Normalizer.normalize(folded.toString().strip(), Normalizer.Form.NFC);
  }

  private static void appendFolded(StringBuilder folded, int codePoint) {
    if (!isWhiteSpace(codePoint)) {
      folded.append(foldedCase(codePoint));
    } else if (folded.isEmpty() || folded.charAt(folded.length() - 1) != ' ') {
      folded.append(' ');
    }
  }

  /// Full case folding, of one code point at a time because the lower case of a sigma depends on
  /// its neighbours. The dotless i folds to itself although its upper case is I.
  private static String foldedCase(int codePoint) {
    String text = Character.toString(codePoint);
    return codePoint == DOTLESS_I
        ? text
        : text.toLowerCase(Locale.ROOT)
            .toUpperCase(Locale.ROOT)
            .codePoints()
            .mapToObj(upper -> Character.toString(upper).toLowerCase(Locale.ROOT))
            .reduce("", String::concat);
  }

  /// For each word the folded rest of the name from its beginning, without duplicates. A name
  /// without visible characters has none.
  public static List<String> rests(String name) {
    String folded = folded(name);
    return IntStream.range(0, folded.length())
        .filter(at -> beginsWord(folded, at))
        .mapToObj(folded::substring)
        .distinct()
        .toList();
  }

  private static boolean beginsWord(String folded, int at) {
    char unit = folded.charAt(at);
    return unit != ' '
        && !Character.isLowSurrogate(unit)
        && (at == 0 || endsWord(folded.codePointBefore(at)));
  }

  private static boolean endsWord(int codePoint) {
    return codePoint == ' '
        || switch (Character.getType(codePoint)) {
          case Character.CONNECTOR_PUNCTUATION,
              Character.DASH_PUNCTUATION,
              Character.START_PUNCTUATION,
              Character.END_PUNCTUATION,
              Character.INITIAL_QUOTE_PUNCTUATION,
              Character.FINAL_QUOTE_PUNCTUATION,
              Character.OTHER_PUNCTUATION ->
              true;
          default -> false;
        };
  }

  private static boolean isWhiteSpace(int codePoint) {
    return Character.isWhitespace(codePoint)
        || Character.isSpaceChar(codePoint)
        || codePoint == NEXT_LINE;
  }

  /// The exclusive upper bound, in the order of code points, of the texts that begin with a prefix.
  ///
  /// @param prefix not empty
  public static String endOf(String prefix) {
    int last = prefix.codePointBefore(prefix.length());
    String head = prefix.substring(0, prefix.length() - Character.charCount(last));
    if (last == Character.MAX_CODE_POINT) {
      return head.isEmpty() ? prefix + prefix : endOf(head);
    }
    int next = last + 1;
    return head
        + Character.toString(next == Character.MIN_SURROGATE ? Character.MAX_SURROGATE + 1 : next);
  }
}
