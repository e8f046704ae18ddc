package io.realtimegateway.server.configuration;

import io.realtimegateway.api.edge.Network;
import io.realtimegateway.edge.rate.Rate;
import io.realtimegateway.model.ByteSize;
import io.realtimegateway.model.DurationText;
import io.realtimegateway.model.HostAndPort;
import io.realtimegateway.model.SecretText;
import io.realtimegateway.store.ConfiguredDatabaseUrl;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Text to values, by the type of the record component.
final class ValueParser {

  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(int.class, ValueParser::integer),
          Map.entry(Integer.class, ValueParser::integer),
          Map.entry(boolean.class, ValueParser::flag),
          Map.entry(Duration.class, DurationText::parse),
          Map.entry(ByteSize.class, ByteSize::parse),
          Map.entry(Rate.class, Rate::parse),
          Map.entry(Path.class, ValueParser::path),
          Map.entry(URI.class, ValueParser::uri),
          Map.entry(SecretText.class, SecretText::new),
          Map.entry(ConfiguredDatabaseUrl.class, ConfiguredDatabaseUrl::new),
          Map.entry(HostAndPort.class, HostAndPort::parse),
          Map.entry(Network.class, Network::parse));

  private ValueParser() {}

  /// @throws IllegalArgumentException with words for the user, to stand behind the key
  static Object parse(Type type, Given given) {
    if (type instanceof ParameterizedType generic) {
      Class<?> element = (Class<?>) generic.getActualTypeArguments()[0];
      Type raw = generic.getRawType();
      if (raw == Optional.class) {
        String text = given.single();
        return text.isEmpty() ? Optional.empty() : Optional.of(single(element, text));
      }
      List<Object> items = given.elements().stream().map(item -> single(element, item)).toList();
      return raw == Set.class ? new LinkedHashSet<>(items) : items;
    }
    return single((Class<?>) type, given.single());
  }

  /// Whether a value of this type must not be repeated in messages.
  static boolean isSensitive(Type type) {
    String name = type.getTypeName();
    return name.contains(ConfiguredDatabaseUrl.class.getName())
        || name.contains(SecretText.class.getName());
  }

  private static Object single(Class<?> type, String text) {
    if (type.isEnum()) {
      return constant(type, text);
    }
    Function<String, Object> parser = PARSERS.get(type);
    if (parser == null) {
      throw new IllegalStateException("no parser for " + type);
    }
    return parser.apply(text);
  }

  private static Object constant(Class<?> type, String text) {
    String wanted =
        switch (text) {
          case "true" -> "on";
          case "false" -> "off";
          default -> text;
        };
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> ValueText.of(constant).equals(wanted))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("must be one of " + names(type)));
  }

  private static String names(Class<?> type) {
    return Arrays.stream(type.getEnumConstants())
        .map(ValueText::of)
        .collect(Collectors.joining(", "));
  }

  private static Integer integer(String text) {
    if (!text.matches("-?\\d{1,9}")) {
      throw new IllegalArgumentException("is no whole number");
    }
    return Integer.valueOf(text);
  }

  private static Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "on", "yes" -> true;
      case "false", "off", "no" -> false;
      default -> throw new IllegalArgumentException("must be true or false");
    };
  }

  private static Path path(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException _) {
      // Answered below.
    }
    throw new IllegalArgumentException("is no path");
  }

  private static URI uri(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException _) {
      throw new IllegalArgumentException("is no URL");
    }
  }
}
