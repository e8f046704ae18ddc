package io.realtimegateway.api.contract;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileSystem;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.VertxWrapper;
import io.vertx.json.schema.SchemaRepository;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;

/// Vert.x with a file system that reads the class path alone. The reader of the document asks for
/// schemas that lie in a jar, and Vert.x's own file system would first copy them into a folder,
/// which a read-only container does not have.
final class ClassPathVertx extends VertxWrapper {
  private final FileSystem files =
      (FileSystem)
          Proxy.newProxyInstance(
              FileSystem.class.getClassLoader(),
              new Class<?>[] {FileSystem.class},
              (_, method, arguments) -> {
                if (method.getName().equals("readFileBlocking")) {
                  return read((String) arguments[0]);
                }
                throw new UnsupportedOperationException(method.getName());
              });

  ClassPathVertx(Vertx vertx) {
    super((VertxInternal) vertx);
  }

  @Override
  public FileSystem fileSystem() {
    return files;
  }

  private static Buffer read(String path) throws IOException {
    try (InputStream in = SchemaRepository.class.getClassLoader().getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException("the class path has no " + path);
      }
      return Buffer.buffer(in.readAllBytes());
    }
  }
}
