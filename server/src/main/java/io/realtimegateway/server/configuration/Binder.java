package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Settings;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Fills the records from given values, and gathers what is wrong with these.
final class Binder {

  private final Map<String, Given> given;
  private final List<LoadedConfiguration.Entry> entries = new ArrayList<>();
  private final List<String> problems;

  /// Fills nothing yet.
  ///
  /// @param given by key, known ones only
  /// @param problems that were found already
  Binder(Map<String, Given> given, List<String> problems) {
    this.given = given;
    this.problems = new ArrayList<>(problems);
  }

  /// @throws ConfigurationException naming everything that is wrong
  LoadedConfiguration bind() {
    Configuration configuration = (Configuration) group(Configuration.defaults(), "");
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new LoadedConfiguration(
        configuration, entries.stream().map(entry -> decided(entry, configuration)).toList());
  }

  /// What `auto` comes to.
  private static LoadedConfiguration.Entry decided(
      LoadedConfiguration.Entry entry, Configuration configuration) {
    if (!entry.key().equals("auth.dev-login") || !entry.shown().equals("auto")) {
      return entry;
    }
    return new LoadedConfiguration.Entry(
        entry.key(), configuration.devLogin() ? "on" : "off", entry.source());
  }

  private Record group(Record defaults, String prefix) {
    int problemsBefore = problems.size();
    RecordComponent[] components = defaults.getClass().getRecordComponents();
    Object[] values = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      String key = prefix + Key.kebab(components[i].getName());
      values[i] = value(components[i], key, Reflection.read(components[i], defaults));
    }
    // What is missing or wrong already would only be reported a second time.
    return problems.size() > problemsBefore ? defaults : make(defaults, values);
  }

  private Record make(Record defaults, Object[] values) {
    try {
      return Reflection.make(defaults.getClass(), values);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      Given value = given.get(message.substring(0, Math.max(0, message.indexOf(' '))));
      problems.add(value == null ? message : message + " (" + value.source() + ")");
      return defaults;
    }
  }

  private Object value(RecordComponent component, String key, Object defaultValue) {
    return switch (defaultValue) {
      case Settings group -> group((Record) group, key + ".");
      case Map<?, ?> _ -> named(component, key);
      default -> leaf(component, key, defaultValue);
    };
  }

  private Map<String, Record> named(RecordComponent component, String key) {
    Map<String, Record> groups = new TreeMap<>();
    for (String name : namesBelow(key + ".")) {
      groups.put(name, group(ConfigurationKeys.prototype(component), key + "." + name + "."));
    }
    return groups;
  }

  private Set<String> namesBelow(String prefix) {
    Set<String> names = new TreeSet<>();
    for (String key : given.keySet()) {
      if (key.startsWith(prefix)) {
        names.add(key.substring(prefix.length(), key.indexOf('.', prefix.length())));
      }
    }
    return names;
  }

  private Object leaf(RecordComponent component, String key, Object defaultValue) {
    Given value = given.get(key);
    if (value == null) {
      entries.add(
          new LoadedConfiguration.Entry(key, ValueText.of(defaultValue), new Source.BuiltIn()));
      return defaultValue;
    }
    try {
      Object parsed = ValueParser.parse(component.getGenericType(), value);
      entries.add(new LoadedConfiguration.Entry(key, ValueText.of(parsed), value.source()));
      return parsed;
    } catch (IllegalArgumentException e) {
      boolean sensitive = ValueParser.isSensitive(component.getGenericType());
      String shown = sensitive ? "" : ": '" + value.shown() + "'";
      problems.add(key + " " + e.getMessage() + shown + " (" + value.source() + ")");
      return defaultValue;
    }
  }
}
