package io.realtimegateway.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretTest {
  private static final String TEXT = "0123456789abcdef0123456789abcdef";

  private final SecretFiles files = new SecretFiles(new SecureRandom());

  @TempDir private Path folder;

  @Test
  void theTextFormOfASecretShowsNothing() {
    assertThat(Secret.ofText(TEXT)).hasToString("Secret[…]");
  }

  @Test
  void aSecretKeepsItsBytesToItself() {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    Secret secret = Secret.of(bytes);
    bytes[0] = 'x';
    secret.bytes()[1] = 'x';
    assertThat(secret).isEqualTo(Secret.ofText(TEXT));
  }

  @Test
  void aMissingSecretFileIsMadeForTheOwnerAloneAndReadAgainTheSame() throws IOException {
    Path file = folder.resolve("new/link.secret");
    Secret made = files.readOrCreate(file);
    assertThat(made.bytes()).hasSizeGreaterThanOrEqualTo(Secret.MIN_KEY_BYTES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(files.readOrCreate(file)).isEqualTo(made);
    assertThat(files.read(file)).isEqualTo(made);
    try (var left = Files.list(folder.resolve("new"))) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void processesThatMakeTheFileAtOnceGetTheSameSecret() throws Exception {
    Path file = folder.resolve("link.secret");
    try (var threads = Executors.newFixedThreadPool(8)) {
      Callable<Secret> task = () -> new SecretFiles(new SecureRandom()).readOrCreate(file);
      Secret first = null;
      for (var made : threads.invokeAll(Collections.nCopies(8, task))) {
        first = first == null ? made.get() : first;
        assertThat(made.get()).isEqualTo(first);
      }
    }
  }

  @Test
  void whiteSpaceAtTheEndIsNoPartOfTheSecret() throws IOException {
    assertThat(files.read(write(TEXT + "\r\n\n"))).isEqualTo(Secret.ofText(TEXT));
  }

  @Test
  void aFileThatOthersMayReadIsRefusedWithTheRemedy() throws IOException {
    Path file = write(TEXT);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> files.readOrCreate(file))
        .isInstanceOf(SecretFileException.class)
        .hasMessage(
            "secret file %s is open to other users (rw-r-----): run chmod 600 %s", file, file);
  }

  /// As a Secret volume of Kubernetes has it, and a secret of Docker. Needs root, which gives files
  /// away.
  @ParameterizedTest
  @ValueSource(strings = {"r--r-----", "r--r--r--", "rw-r-----"})
  void aFileOfAnotherUserThatOthersMayReadIsAcceptedWithAWarning(String mode) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    List<String> warnings = new ArrayList<>();
    Path file = write(TEXT);
    Files.setAttribute(file, "unix:uid", 12_345);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThat(new SecretFiles(new SecureRandom(), warnings::add).read(file))
        .isEqualTo(Secret.ofText(TEXT));
    assertThat(warnings)
        .singleElement(STRING)
        .contains(file.toString(), mode, "belongs to another user");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-rw----", "rw-r---w-"})
  void aFileOfAnotherUserThatOthersMayWriteIsRefused(String mode) throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
    Path file = write(TEXT);
    Files.setAttribute(file, "unix:uid", 12_345);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    assertThatThrownBy(() -> files.read(file)).isInstanceOf(SecretFileException.class);
  }

  @Test
  void aSecretThatOthersChoseMayBeShortButNotEmpty() throws IOException {
    assertThat(files.readAny(write("pass\n"))).isEqualTo(Secret.ofText("pass"));
    assertThatThrownBy(() -> files.readAny(write("\n"))).hasMessageContaining("is empty");
  }

  @Test
  void aShortOrEmptyOrHugeSecretIsRefused() throws IOException {
    assertThatThrownBy(() -> files.read(write("short\n")))
        .isInstanceOf(SecretFileException.class)
        .hasMessageContaining("must have at least 32 bytes, has 5");
    assertThatThrownBy(() -> files.read(write(""))).hasMessageContaining("has 0");
    assertThatThrownBy(() -> files.read(write("x".repeat(5000))))
        .hasMessageContaining("longer than 4096");
  }

  @Test
  void aMissingFileOrAFolderIsNamed() {
    assertThatThrownBy(() -> files.read(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class)
        .hasMessageContaining("there is no such secret file");
    assertThatThrownBy(() -> files.read(folder))
        .isInstanceOf(SecretFileException.class)
        .hasMessageContaining("is no regular file");
  }

  private Path write(String text) throws IOException {
    Path file = folder.resolve("secret");
    Files.deleteIfExists(file);
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, text);
  }
}
