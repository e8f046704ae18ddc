package io.realtimegateway.api.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Reads files of the class path, from a jar or a folder of classes.
final class ClassPathFolder {
  private ClassPathFolder() {}

  /// The files below a folder by their names below it, in the order of these.
  ///
  /// @param folder ends in a slash and begins without one
  /// @param known a file that must be there
  static Map<String, byte[]> read(String folder, String known) {
    URL url = ClassPathFolder.class.getResource("/" + folder + known);
    if (url == null) {
      throw new IllegalStateException("the class path has no " + folder + known);
    }
    try {
      return url.openConnection() instanceof JarURLConnection jar
          ? ofJar(jar, folder)
          : ofFolder(Path.of(URI.create(url.toString()).resolve(".")));
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  /// One file.
  ///
  /// @param name with a slash before it
  static byte[] file(String name) {
    try (InputStream in = ClassPathFolder.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the class path has no " + name);
      }
      return in.readAllBytes();
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
  }

  private static Map<String, byte[]> ofJar(JarURLConnection jar, String folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    jar.getJarFile().stream()
        .filter(entry -> entry.getName().startsWith(folder) && !entry.isDirectory())
        .forEach(
            entry ->
                files.put(entry.getName().substring(folder.length()), file("/" + entry.getName())));
    return files;
  }

  private static Map<String, byte[]> ofFolder(Path folder) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    return files;
  }
}
