package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.Reply;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/// What a browser shows of an error, for operations that it goes to by itself.
///
/// @param heading what the error means for the reader
/// @param back address of a page to go on with
/// @param backText what stands on the link to it
public record ErrorPage(String heading, String back, String backText) {
  private static final String STYLE =
      ":root{color-scheme:light dark;font-family:system-ui,sans-serif;line-height:1.5}"
          + "body{margin:0;display:grid;place-items:center;min-height:100vh}"
          + "main{max-width:36rem;padding:2rem}small{opacity:.7}";

  private static final String POLICY =
      "default-src 'none'; style-src 'sha256-"
          + sha256(STYLE)
          + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  /// The same answer as a page.
  ///
  /// @param message what happened and what to do, as text
  Reply of(Reply error, String message, String requestID) {
    String page =
        String.format(
            Locale.ROOT,
            """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>%1$s</title>
            <style>%2$s</style>
            </head>
            <body>
            <main>
            <h1>%1$s</h1>
            <p>%3$s</p>
            <p><a href="%4$s">%5$s</a></p>
            <p><small>Request %6$s</small></p>
            </main>
            </body>
            </html>
            """,
            escaped(heading),
            STYLE,
            escaped(message),
            escaped(back),
            escaped(backText),
            escaped(requestID));
    return new Reply(
            error.status(), error.headers(), "text/html; charset=utf-8", Buffer.buffer(page))
        .with("Content-Security-Policy", POLICY);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  private static String sha256(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }
}
