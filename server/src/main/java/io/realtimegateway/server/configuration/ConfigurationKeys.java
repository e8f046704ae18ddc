package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Settings;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All keys, in the order of the records.
public final class ConfigurationKeys {

  private static final List<Key> ALL = collect();

  private ConfigurationKeys() {}

  public static List<Key> all() {
    return ALL;
  }

  static boolean isKnown(String concrete) {
    return ALL.stream().anyMatch(key -> key.matches(concrete));
  }

  /// Whether keys exist below this name.
  static boolean isGroup(String name) {
    return ALL.stream().anyMatch(key -> startsBelow(key, name));
  }

  /// The concrete key of an environment variable.
  static Optional<String> ofVariable(String variable) {
    return ALL.stream()
        .map(key -> key.concrete(variable))
        .filter(concrete -> !concrete.isEmpty())
        .findFirst();
  }

  private static boolean startsBelow(Key key, String name) {
    String[] parts = name.split("\\.", -1);
    String[] ofKey = key.name().split("\\.", -1);
    if (parts.length >= ofKey.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!ofKey[i].equals(parts[i]) && !ofKey[i].equals(Key.NAMED)) {
        return false;
      }
    }
    return true;
  }

  private static List<Key> collect() {
    List<Key> keys = new ArrayList<>();
    collect(Configuration.defaults(), "", keys);
    return List.copyOf(keys);
  }

  private static void collect(Record group, String prefix, List<Key> keys) {
    for (RecordComponent component : group.getClass().getRecordComponents()) {
      String name = prefix + Key.kebab(component.getName());
      Object value = Reflection.read(component, group);
      if (value instanceof Settings) {
        collect((Record) value, name + ".", keys);
      } else if (value instanceof Map) {
        collect(prototype(component), name + "." + Key.NAMED + ".", keys);
      } else {
        keys.add(new Key(name, value));
      }
    }
  }

  /// Defaults of one entry of a map of groups.
  static Record prototype(RecordComponent component) {
    ParameterizedType type = (ParameterizedType) component.getGenericType();
    return Reflection.defaults((Class<?>) type.getActualTypeArguments()[1]);
  }
}
