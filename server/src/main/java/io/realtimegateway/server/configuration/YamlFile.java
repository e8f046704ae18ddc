package io.realtimegateway.server.configuration;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/// Reads the keys of a YAML file. Groups may be nested or written with dots.
final class YamlFile {

  private final Path path;
  private final List<String> problems;
  private final Map<String, Given> values = new LinkedHashMap<>();

  private YamlFile(Path path, List<String> problems) {
    this.path = path;
    this.problems = problems;
  }

  /// @param problems gains what is wrong with the file
  static Map<String, Given> read(Path path, List<String> problems) {
    YamlFile file = new YamlFile(path, problems);
    try {
      LoadSettings settings =
          LoadSettings.builder().setLabel(path.toString()).setSchema(new CoreSchema()).build();
      new Compose(settings)
          .composeString(Files.readString(path))
          .ifPresent(root -> file.value("", root));
    } catch (MarkedYamlEngineException e) {
      problems.add(
          String.format(
              Locale.ROOT, "%s line %d: %s", path, line(e.getProblemMark()), e.getProblem()));
    } catch (YamlEngineException e) {
      problems.add(path + " is no YAML: " + e.getMessage());
    } catch (NoSuchFileException _) {
      problems.add("The configuration file " + path + " does not exist");
    } catch (MalformedInputException _) {
      problems.add(path + " is not UTF-8");
    } catch (IOException e) {
      problems.add("The configuration file " + path + " cannot be read: " + e.getMessage());
    }
    return file.values;
  }

  private void value(String key, Node node) {
    switch (node) {
      case MappingNode mapping -> group(key, mapping);
      case ScalarNode scalar when isNull(scalar) -> {}
      case ScalarNode scalar -> leaf(key, List.of(scalar.getValue()), false, node);
      case SequenceNode sequence -> leaf(key, items(key, sequence), true, node);
      default -> problems.add(where(node) + ": " + key + " is no value");
    }
  }

  private void group(String key, MappingNode mapping) {
    if (!key.isEmpty() && !ConfigurationKeys.isGroup(key)) {
      unknownOrNoGroup(key, mapping);
      return;
    }
    for (NodeTuple tuple : mapping.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode name) {
        value(key.isEmpty() ? name.getValue() : key + "." + name.getValue(), tuple.getValueNode());
      } else {
        problems.add(where(tuple.getKeyNode()) + ": a key must be text");
      }
    }
  }

  private void unknownOrNoGroup(String key, Node node) {
    if (ConfigurationKeys.isKnown(key)) {
      problems.add(key + " is one value, not a group (" + source(node) + ")");
    } else {
      problems.add(UnknownKey.message(key, source(node)));
    }
  }

  private void leaf(String key, List<String> items, boolean isList, Node node) {
    if (key.isEmpty()) {
      problems.add(where(node) + ": keys and values are expected, such as 'http: {port: 7000}'");
    } else if (ConfigurationKeys.isKnown(key)) {
      if (values.put(key, new Given(items, isList, source(node))) != null) {
        problems.add(key + " is given twice (" + source(node) + ")");
      }
    } else if (ConfigurationKeys.isGroup(key)) {
      problems.add(key + " is a group of keys, not a value (" + source(node) + ")");
    } else {
      problems.add(UnknownKey.message(key, source(node)));
    }
  }

  private List<String> items(String key, SequenceNode sequence) {
    List<String> items = new ArrayList<>();
    for (Node item : sequence.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        problems.add(where(item) + ": " + key + " is a list of plain values");
      }
    }
    return items;
  }

  private static boolean isNull(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL);
  }

  private Source source(Node node) {
    return new Source.File(path, line(node.getStartMark()));
  }

  private String where(Node node) {
    return source(node).toString();
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }
}
