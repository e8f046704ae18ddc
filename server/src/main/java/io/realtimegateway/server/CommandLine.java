package io.realtimegateway.server;

import io.realtimegateway.server.configuration.Given;
import io.realtimegateway.server.configuration.Source;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the user asked for.
public sealed interface CommandLine {

  /// What `help` prints.
  String USAGE =
      """
      usage: realtime-gateway COMMAND [OPTIONS]

        run            start the server; Ctrl-C or SIGTERM stops it, a second one at once
        check-config   print the effective configuration and where each value comes from
        health         ask a running server whether it lives; 0 if it does, else 1
        backup DIR     copy the embedded database of a running server into a new folder
        restore DIR    put such a copy in the place of the embedded database; no server may run
        api-key create NAME | list | revoke NAME
                       keys of the application's own backend; create prints the key, once
        version        print the version
        help           print this

      options of run, check-config, health, backup, restore and api-key:
        --roles LIST        what this process runs: gateway,engine,api (default: all three)
        --config FILE       YAML file (default: realtime-gateway.yaml, where it exists)
        --port N            port of HTTP and WebSocket (default: 7000)
        --data DIR          folder of the local store and the embedded database (default: data)
        --set KEY=VALUE     any key of docs/configuration.md

      Environment variables (RTG_HTTP_PORT for http.port, and so on) override the file,
      options override both.
      """;

  /// `run`
  record Run(Options options) implements CommandLine {}

  /// `health`
  record Health(Options options) implements CommandLine {}

  /// `check-config`
  record CheckConfig(Options options) implements CommandLine {}

  /// `backup`
  ///
  /// @param folder that gets the copy
  record Backup(Path folder, Options options) implements CommandLine {}

  /// `restore`
  ///
  /// @param folder that has the copy
  record Restore(Path folder, Options options) implements CommandLine {}

  /// `api-key`
  ///
  /// @param words what follows: `create` and a name, `list`, or `revoke` and a name
  record ApiKey(List<String> words, Options options) implements CommandLine {
    public ApiKey {
      words = List.copyOf(words);
    }
  }

  /// `version`
  record Version() implements CommandLine {}

  /// `help`
  record Help() implements CommandLine {}

  /// Cannot be understood.
  ///
  /// @param problem for people
  record Mistaken(String problem) implements CommandLine {}

  /// Where the configuration is, and what overrides it.
  ///
  /// @param values by key
  record Options(Optional<Path> file, Map<String, Given> values) {}

  /// Never throws.
  static CommandLine parse(List<String> arguments) {
    if (arguments.isEmpty()) {
      return new Mistaken("A command is missing.");
    }
    List<String> rest = arguments.subList(1, arguments.size());
    try {
      return switch (arguments.getFirst()) {
        case "run" -> new Run(options(rest));
        case "health" -> new Health(options(rest));
        case "check-config" -> new CheckConfig(options(rest));
        case "backup" -> new Backup(folder(rest), options(rest.subList(1, rest.size())));
        case "restore" -> new Restore(folder(rest), options(rest.subList(1, rest.size())));
        case "api-key" -> apiKey(rest);
        case "version", "--version" -> alone(new Version(), rest);
        case "help", "--help", "-h" -> new Help();
        default -> new Mistaken("There is no command " + arguments.getFirst() + ".");
      };
    } catch (IllegalArgumentException e) {
      return new Mistaken(String.valueOf(e.getMessage()));
    }
  }

  private static CommandLine alone(CommandLine command, List<String> rest) {
    return rest.isEmpty() ? command : new Mistaken("Unexpected: " + rest.getFirst());
  }

  private static CommandLine apiKey(List<String> arguments) {
    int words =
        switch (arguments.isEmpty() ? "" : arguments.getFirst()) {
          case "list" -> 1;
          case "create", "revoke" -> 2;
          default -> throw new IllegalArgumentException("api-key needs create, list or revoke.");
        };
    if (arguments.size() < words || arguments.get(words - 1).startsWith("-")) {
      throw new IllegalArgumentException("The name of the key is missing.");
    }
    return new ApiKey(
        arguments.subList(0, words), options(arguments.subList(words, arguments.size())));
  }

  private static Path folder(List<String> arguments) {
    if (arguments.isEmpty() || arguments.getFirst().startsWith("-")) {
      throw new IllegalArgumentException("The folder of the backup is missing.");
    }
    return Path.of(arguments.getFirst());
  }

  private static Options options(List<String> arguments) {
    Map<String, Given> values = new LinkedHashMap<>();
    Optional<Path> file = Optional.empty();
    Deque<String> rest = new ArrayDeque<>(arguments);
    while (!rest.isEmpty()) {
      String option = rest.pop();
      int equals = option.indexOf('=');
      if (option.startsWith("--") && equals > 0) {
        rest.push(option.substring(equals + 1));
        option = option.substring(0, equals);
      }
      switch (option) {
        case "--roles" -> put(values, "roles", value(option, rest), option);
        case "--port" -> put(values, "http.port", value(option, rest), option);
        case "--data" -> put(values, "data", value(option, rest), option);
        case "--set" -> set(values, value(option, rest));
        case "--config" -> file = Optional.of(Path.of(value(option, rest)));
        default -> throw new IllegalArgumentException("There is no option " + option + ".");
      }
    }
    return new Options(file, values);
  }

  private static void set(Map<String, Given> values, String assignment) {
    int equals = assignment.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException("--set needs KEY=VALUE, such as --set http.port=8080.");
    }
    put(values, assignment.substring(0, equals), assignment.substring(equals + 1), "--set");
  }

  private static void put(Map<String, Given> values, String key, String text, String option) {
    if (values.put(key, Given.text(text, new Source.Argument(option))) != null) {
      throw new IllegalArgumentException(key + " is given twice.");
    }
  }

  private static String value(String option, Deque<String> rest) {
    String value = rest.poll();
    if (value == null) {
      throw new IllegalArgumentException(option + " needs a value.");
    }
    return value;
  }
}
