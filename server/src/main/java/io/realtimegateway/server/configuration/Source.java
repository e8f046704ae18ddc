package io.realtimegateway.server.configuration;

import java.nio.file.Path;

/// Where a value came from. `toString` says it to people.
public sealed interface Source {

  /// Built in.
  record BuiltIn() implements Source {
    @Override
    public String toString() {
      return "default";
    }
  }

  /// The configuration file.
  ///
  /// @param line counted from 1
  record File(Path path, int line) implements Source {
    @Override
    public String toString() {
      return path + " line " + line;
    }
  }

  /// An environment variable.
  record Environment(String variable) implements Source {
    @Override
    public String toString() {
      return "environment " + variable;
    }
  }

  /// An option of the command.
  record Argument(String option) implements Source {
    @Override
    public String toString() {
      return "command line " + option;
    }
  }
}
