package io.realtimegateway.server.configuration;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Merges the sources: the file, over it the environment, over both the command line.
public final class ConfigurationReader {

  /// Read from the working folder where it exists and no other file is named.
  public static final Path DEFAULT_FILE = Path.of("realtime-gateway.yaml");

  private final Path workingFolder;
  private final Map<String, String> environment;

  public ConfigurationReader(Path workingFolder, Map<String, String> environment) {
    this.workingFolder = workingFolder;
    this.environment = Map.copyOf(environment);
  }

  /// Reads all sources.
  ///
  /// @param file from the command line
  /// @param commandLine values by key
  /// @throws ConfigurationException naming everything that is wrong
  public LoadedConfiguration read(Optional<Path> file, Map<String, Given> commandLine) {
    List<String> problems = new ArrayList<>();
    Map<String, Given> values = new LinkedHashMap<>();
    fileToRead(file).ifPresent(path -> values.putAll(YamlFile.read(path, problems)));
    values.putAll(EnvironmentVariables.read(environment, problems));
    commandLine.forEach(
        (key, value) -> {
          if (ConfigurationKeys.isKnown(key)) {
            values.put(key, value);
          } else {
            problems.add(UnknownKey.message(key, value.source()));
          }
        });
    return new Binder(values, problems).bind();
  }

  private Optional<Path> fileToRead(Optional<Path> named) {
    String variable = environment.getOrDefault(EnvironmentVariables.FILE, "");
    Optional<Path> wanted =
        named.or(() -> variable.isEmpty() ? Optional.empty() : Optional.of(Path.of(variable)));
    return wanted
        .map(workingFolder::resolve)
        .or(() -> Optional.of(workingFolder.resolve(DEFAULT_FILE)).filter(Files::exists));
  }
}
