package io.realtimegateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.server.configuration.Given;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CommandLineTest {

  @Test
  void optionsBecomeValuesOfKeys() {
    CommandLine parsed =
        parse("run --roles engine,api --port=7001 --data /d --config f.yaml --set node=3");
    assertThat(parsed)
        .isInstanceOfSatisfying(
            CommandLine.Run.class,
            run -> {
              assertThat(run.options().file()).contains(Path.of("f.yaml"));
              assertThat(run.options().values().values().stream().map(Given::items))
                  .containsExactly(
                      List.of("engine,api"), List.of("7001"), List.of("/d"), List.of("3"));
              assertThat(run.options().values())
                  .containsOnlyKeys("roles", "http.port", "data", "node");
            });
  }

  @Test
  void backupAndRestoreTakeAFolderAndThenOptions() {
    assertThat(parse("backup /b --data /d"))
        .isInstanceOfSatisfying(
            CommandLine.Backup.class,
            backup -> {
              assertThat(backup.folder()).isEqualTo(Path.of("/b"));
              assertThat(backup.options().values()).containsOnlyKeys("data");
            });
    assertThat(parse("restore /b")).isInstanceOf(CommandLine.Restore.class);
  }

  @Test
  void apiKeyTakesItsWordsAndThenOptions() {
    assertThat(parse("api-key create backend --data /d"))
        .isInstanceOfSatisfying(
            CommandLine.ApiKey.class,
            command -> {
              assertThat(command.words()).containsExactly("create", "backend");
              assertThat(command.options().values()).containsOnlyKeys("data");
            });
    assertThat(parse("api-key list")).isInstanceOf(CommandLine.ApiKey.class);
    assertThat(parse("api-key revoke backend")).isInstanceOf(CommandLine.ApiKey.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "api-key",
        "api-key burn backend",
        "api-key create",
        "api-key revoke --data d",
        "api-key list backend",
        "api-key create one two",
        "walk",
        "run --prt 3",
        "run --port",
        "run --set node",
        "run --port 1 --port 2",
        "run 7000",
        "backup",
        "backup --data d",
        "restore",
        "version --port 3"
      })
  void whatCannotBeUnderstoodIsMistaken(String arguments) {
    assertThat(parse(arguments)).isInstanceOf(CommandLine.Mistaken.class);
  }

  private static CommandLine parse(String arguments) {
    return CommandLine.parse(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")));
  }
}
