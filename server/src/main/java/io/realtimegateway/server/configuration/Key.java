package io.realtimegateway.server.configuration;

import java.util.Locale;
import java.util.regex.Pattern;

/// A key as the records define it.
///
/// @param name such as `http.port`; `<name>` stands for what the user names, as in
///   `auth.providers.<name>.issuer`
/// @param defaultValue what holds where nothing is given
public record Key(String name, Object defaultValue) {

  static final String NAMED = "<name>";

  private static final String PREFIX = "RTG_";

  /// The environment variable of this key, with `<NAME>` for what the user names.
  public String variable() {
    return PREFIX + name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }

  /// The default as `check-config` shows it.
  public String shownDefault() {
    return ValueText.of(defaultValue);
  }

  boolean matches(String concrete) {
    return name.contains(NAMED)
        ? Pattern.matches(name.replace(".", "\\.").replace(NAMED, "[a-z][a-z0-9]*"), concrete)
        : name.equals(concrete);
  }

  /// The concrete key that a variable names, or empty.
  String concrete(String variable) {
    if (!name.contains(NAMED)) {
      return variable().equals(variable) ? name : "";
    }
    var matcher =
        Pattern.compile(variable().replace("<NAME>", "([A-Z][A-Z0-9]*)")).matcher(variable);
    return matcher.matches() ? name.replace(NAMED, matcher.group(1).toLowerCase(Locale.ROOT)) : "";
  }

  /// `publicUrl` → `public-url`.
  static String kebab(String component) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < component.length(); i++) {
      char letter = component.charAt(i);
      if (Character.isUpperCase(letter)) {
        text.append('-').append(Character.toLowerCase(letter));
      } else {
        text.append(letter);
      }
    }
    return text.toString();
  }
}
