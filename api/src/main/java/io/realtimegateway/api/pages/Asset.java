package io.realtimegateway.api.pages;

import io.realtimegateway.api.http.Reply;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// A file that is served as it is, plain and compressed. A browser asks again at every load and is
/// answered with 304 if nothing has changed.
///
/// @param tag the `ETag`, made from its content
/// @param policy the `Content-Security-Policy` if it differs from that of every answer
record Asset(
    String contentType, Buffer plain, Buffer compressed, String tag, @Nullable String policy) {
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "md", "text/plain; charset=utf-8",
          "mmd", "text/plain; charset=utf-8",
          "svg", "image/svg+xml",
          "png", "image/png");

  /// Compresses a file.
  ///
  /// @param name its ending decides the content type
  /// @throws IllegalStateException for an ending without a content type
  static Asset of(String name, byte[] bytes) {
    String type = TYPES.get(name.substring(name.lastIndexOf('.') + 1));
    if (type == null) {
      throw new IllegalStateException("no content type is known for " + name);
    }
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length);
    try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
      out.write(bytes);
    } catch (IOException cause) {
      throw new UncheckedIOException(cause);
    }
    String tag = Base64.getUrlEncoder().withoutPadding().encodeToString(digest(bytes));
    return new Asset(
        type,
        Buffer.buffer(bytes),
        Buffer.buffer(compressed.toByteArray()),
        tag.substring(0, 22),
        null);
  }

  /// The same under a policy of its own.
  Asset under(String contentSecurityPolicy) {
    return new Asset(contentType, plain, compressed, tag, contentSecurityPolicy);
  }

  /// The answer to a request for it.
  Reply reply(HttpServerRequest request) {
    String encodings = request.getHeader("Accept-Encoding");
    boolean compresses = encodings != null && encodings.contains("gzip");
    String quoted = "\"" + tag + (compresses ? "-gzip\"" : "\"");
    boolean isKnown = quoted.equals(request.getHeader("If-None-Match"));
    Reply reply =
        new Reply(
                isKnown ? 304 : 200,
                List.of(),
                contentType,
                isKnown ? Buffer.buffer() : compresses ? compressed : plain)
            .with("Cache-Control", "no-cache")
            .with("ETag", quoted)
            .with("Vary", "Accept-Encoding");
    if (compresses && !isKnown) {
      reply = reply.with("Content-Encoding", "gzip");
    }
    return policy == null ? reply : reply.with("Content-Security-Policy", policy);
  }

  /// SHA-256.
  static byte[] digest(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException cause) {
      throw new AssertionError(cause);
    }
  }
}
