package io.realtimegateway.e2e.pages;

import io.realtimegateway.e2e.harness.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/// The instructions of the `Containerfile`.
record Containerfile(List<List<Instruction>> stages) {
  /// One instruction, its continued lines joined.
  record Instruction(String name, String arguments) {}

  static Containerfile read() throws IOException {
    List<List<Instruction>> stages = new ArrayList<>();
    String text = Files.readString(Repository.folder().resolve("Containerfile"));
    for (String line : text.replace("\\\n", " ").lines().toList()) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      int space = line.indexOf(' ');
      Instruction next =
          new Instruction(line.substring(0, space), line.substring(space + 1).strip());
      if (next.name().equals("FROM")) {
        stages.add(new ArrayList<>());
      }
      stages.getLast().add(next);
    }
    return new Containerfile(stages);
  }

  List<Instruction> build() {
    return stages.getFirst();
  }

  List<Instruction> image() {
    return stages.getLast();
  }

  static List<String> arguments(List<Instruction> stage, String name) {
    return stage.stream()
        .filter(instruction -> instruction.name().equals(name))
        .map(Instruction::arguments)
        .toList();
  }
}
