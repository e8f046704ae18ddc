package io.realtimegateway.server.configuration;

import java.util.Collection;
import java.util.Comparator;

/// Finds what a user probably meant.
final class NearestName {

  private NearestName() {}

  /// @param known not empty
  static String of(String unknown, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String name) -> distance(unknown, name)))
        .orElseThrow();
  }

  /// Edits between the names; one that is the end of the other, such as `port` of `http.port`, is
  /// near.
  private static int distance(String unknown, String name) {
    boolean isEnd = name.endsWith("." + unknown) || unknown.endsWith("." + name);
    return isEnd ? 1 : edits(unknown, name);
  }

  private static int edits(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[to.length()];
  }
}
