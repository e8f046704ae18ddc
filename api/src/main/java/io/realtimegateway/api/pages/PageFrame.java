package io.realtimegateway.api.pages;

/// What all pages of the documentation have around them.
///
/// @param hasSocketPage whether this process has the document of the WebSocket
record PageFrame(boolean hasSocketPage) {
  /// A whole page.
  ///
  /// @param title plain text
  /// @param head further elements of the head, HTML
  /// @param main its content, HTML
  String around(String title, String head, String main) {
    String escaped = escaped(title);
    return "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
        + "<link rel=\"icon\" href=\"data:,\">"
        + ("<title>" + escaped + "</title>")
        + "<link rel=\"stylesheet\" href=\"/docs/docs.css\">"
        + head
        + "</head><body><header><nav aria-label=\"Site\"><a href=\"/docs\">Documentation</a>"
        + "<a href=\"/docs/api\">REST API</a>"
        + (hasSocketPage ? "<a href=\"/docs/socket\">WebSocket</a>" : "")
        + "<a href=\"/\">Chat</a></nav></header><main>"
        + main
        + "</main></body></html>\n";
  }

  /// Text as HTML.
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
