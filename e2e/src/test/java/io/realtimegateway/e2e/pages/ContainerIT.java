package io.realtimegateway.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.FreePort;
import io.realtimegateway.e2e.harness.Repository;
import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The steps of the `Containerfile` in clean folders, because a container engine is not everywhere:
/// its build, what it copies into the image, its command and its health check.
final class ContainerIT {
  private static final Set<String> IGNORED = Set.of(".git", "target", "data", "node_modules");

  @TempDir private Path folder;

  @Test
  void theImageHasARuntimeAloneNoRightsAVolumeAndAHealthCheck() throws IOException {
    Containerfile file = Containerfile.read();
    assertThat(file.stages()).hasSize(2);
    assertThat(Containerfile.arguments(file.build(), "FROM").getFirst()).contains(":25-jdk");
    assertThat(Containerfile.arguments(file.image(), "FROM").getFirst()).endsWith(":25-jre");
    assertThat(Containerfile.arguments(file.image(), "USER")).containsExactly("10001");
    assertThat(Containerfile.arguments(file.image(), "RUN").getFirst())
        .contains("--uid 10001", "install -d -o gateway -g gateway -m 0700 /data");
    assertThat(Containerfile.arguments(file.image(), "VOLUME")).containsExactly("/data");
    assertThat(Containerfile.arguments(file.image(), "ENV").getFirst()).contains("RTG_DATA=/data");
    String compose = Files.readString(Repository.folder().resolve("compose.yaml"));
    assertThat(compose)
        .contains("read_only: true", "cap_drop: [ALL]", "data:/data", "DATABASE_URL");
    assertThat(compose).doesNotContain("POSTGRES_PASSWORD:-");
    assertThat(ignored(".containerignore")).isEqualTo(ignored(".dockerignore")).contains(".git");
  }

  @Test
  void itsStepsGiveAServerThatIsHealthy() throws Exception {
    Containerfile file = Containerfile.read();
    Path source = folder.resolve("source");
    copy(Repository.folder(), source);
    for (String step : Containerfile.arguments(file.build(), "RUN")) {
      run(source, step);
    }
    Path image = Files.createDirectory(folder.resolve("image"));
    for (String copied : Containerfile.arguments(file.image(), "COPY")) {
      copyIntoImage(copied, source, image);
    }
    int port = FreePort.find();
    Process server = start(file, image, port);
    try {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      while (!isHealthy(file, image, port)) {
        assertThat(server.isAlive()).as(Files.readString(folder.resolve("log"))).isTrue();
        assertThat(System.nanoTime()).as(Files.readString(folder.resolve("log"))).isLessThan(end);
      }
      assertThat(folder.resolve("data")).isNotEmptyDirectory();
    } finally {
      server.destroy();
      assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(isHealthy(file, image, port)).isFalse();
  }

  private Process start(Containerfile file, Path image, int port) throws IOException {
    List<String> command = new ArrayList<>();
    command.addAll(words(Containerfile.arguments(file.image(), "ENTRYPOINT").getFirst()));
    command.addAll(words(Containerfile.arguments(file.image(), "CMD").getFirst()));
    return builder(file, image, command, port)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private ProcessBuilder builder(Containerfile file, Path image, List<String> words, int port) {
    List<String> command = new ArrayList<>(words);
    command.set(0, image.resolve(command.getFirst()).toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(image.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RTG_"));
    builder.environment().remove("DATABASE_URL");
    for (String pair : Containerfile.arguments(file.image(), "ENV").getFirst().split(" ", -1)) {
      String[] nameAndValue = pair.split("=", 2);
      builder.environment().put(nameAndValue[0], nameAndValue[1]);
    }
    builder.environment().put("RTG_DATA", folder.resolve("data").toString());
    builder.environment().put("RTG_HTTP_PORT", Integer.toString(port));
    return builder;
  }

  private boolean isHealthy(Containerfile file, Path image, int port) throws Exception {
    String check = Containerfile.arguments(file.image(), "HEALTHCHECK").getFirst();
    Process process =
        builder(file, image, words(check.substring(check.indexOf("CMD ") + 4)), port)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
  }

  private static List<String> words(String json) {
    return new JsonArray(json).stream().map(String.class::cast).toList();
  }

  private static void copyIntoImage(String arguments, Path source, Path image) throws IOException {
    List<String> words = new ArrayList<>(Arrays.asList(arguments.split(" ", -1)));
    assertThat(words.removeFirst()).isEqualTo("--from=build");
    String target = words.removeLast();
    for (String word : words) {
      Path from = source.resolve(word.substring("/source/".length()));
      Path to =
          target.endsWith("/")
              ? image.resolve(target).resolve(from.getFileName())
              : image.resolve(target);
      Files.createDirectories(to.getParent());
      copy(from, to);
    }
  }

  private void run(Path directory, String step) throws IOException, InterruptedException {
    Path log = folder.resolve("build.log");
    Process process =
        new ProcessBuilder("bash", "-c", step)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor(10, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  private static Set<String> ignored(String file) throws IOException {
    return Set.copyOf(Files.readAllLines(Repository.folder().resolve(file)));
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path visited, BasicFileAttributes attributes)
              throws IOException {
            boolean isIgnored =
                !visited.equals(from) && IGNORED.contains(visited.getFileName().toString());
            if (isIgnored) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(visited).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(
                file,
                to.resolve(from.relativize(file).toString()),
                StandardCopyOption.COPY_ATTRIBUTES);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
