package io.realtimegateway.server.configuration;

import java.util.List;

/// A valid configuration, and where each value came from.
///
/// @param entries in the order of the records
public record LoadedConfiguration(Configuration configuration, List<Entry> entries) {

  public LoadedConfiguration {
    entries = List.copyOf(entries);
  }

  /// The effective value of one key.
  ///
  /// @param shown as the configuration would write it, secrets masked
  public record Entry(String key, String shown, Source source) {}

  /// One line per key for `check-config`: key, value, source.
  public String report() {
    int keyWidth = width(entries.stream().map(Entry::key).toList());
    int valueWidth = width(entries.stream().map(Entry::shown).toList());
    StringBuilder report = new StringBuilder();
    for (Entry entry : entries) {
      report
          .append(padded(entry.key() + ":", keyWidth + 1))
          .append(' ')
          .append(padded(entry.shown(), valueWidth))
          .append("  # ")
          .append(entry.source())
          .append('\n');
    }
    return report.toString();
  }

  private static int width(List<String> texts) {
    return texts.stream().mapToInt(String::length).filter(length -> length <= 40).max().orElse(0);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }
}
