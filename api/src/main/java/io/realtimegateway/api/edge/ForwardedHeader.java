package io.realtimegateway.api.edge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The `Forwarded` header of RFC 7239: one element for each proxy, the nearest last.
///
/// @param elements parameters by name in lower case
record ForwardedHeader(List<Map<String, String>> elements) {
  /// Longer headers are no chain of proxies.
  static final int MOST_CHARACTERS = 8192;

  /// Possessive: a group that may be entered again for each character would need a stack as deep as
  /// the header is long.
  private static final Pattern PAIR =
      Pattern.compile(
          "[ \\t]*+([A-Za-z-]++)=(?:\"((?:[^\"\\\\]++|\\\\.)*+)\"|([^\\s\",;=]++))[ \\t]*+([;,]|$)");

  private static final Pattern PORT = Pattern.compile(":(?:[0-9]{1,5}|_[A-Za-z0-9._-]+)$");

  /// Reads the header's lines; empty if one of them is not by the grammar, or all together are
  /// longer than 8,192 characters.
  static Optional<ForwardedHeader> parse(List<String> lines) {
    List<Map<String, String>> elements = new ArrayList<>();
    Map<String, String> element = new HashMap<>();
    String all = String.join(",", lines);
    if (all.length() > MOST_CHARACTERS) {
      return Optional.empty();
    }
    Matcher pair = PAIR.matcher(all);
    int at = 0;
    while (at < all.length()) {
      if (!pair.find(at) || pair.start() != at) {
        return Optional.empty();
      }
      String quoted = pair.group(2);
      String value = quoted == null ? pair.group(3) : quoted.replaceAll("\\\\(.)", "$1");
      if (element.put(pair.group(1).toLowerCase(Locale.ROOT), value) != null) {
        return Optional.empty();
      }
      if (!pair.group(4).equals(";")) {
        elements.add(element);
        element = new HashMap<>();
      }
      at = pair.end();
    }
    return element.isEmpty() ? Optional.of(new ForwardedHeader(elements)) : Optional.empty();
  }

  /// Addresses of the hops, the nearest last, without ports and brackets; an obfuscated node is
  /// returned as it was written, and is no address.
  List<String> hops() {
    return elements.stream().map(element -> address(element.getOrDefault("for", ""))).toList();
  }

  /// What the nearest proxy to the client says.
  @Nullable String first(String name) {
    return elements.isEmpty() ? null : elements.getFirst().get(name);
  }

  /// The address of a node, without port and brackets; any other text is returned unchanged.
  static String address(String node) {
    if (node.startsWith("[")) {
      int end = node.indexOf(']');
      return end < 0 ? node : node.substring(1, end);
    }
    if (Network.bytes(node) != null) {
      return node;
    }
    return PORT.matcher(node).replaceFirst("");
  }
}
