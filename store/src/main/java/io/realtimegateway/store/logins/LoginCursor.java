package io.realtimegateway.store.logins;

import java.time.Instant;

/// Key of a page of logins, newest first: the last one of the previous page.
public record LoginCursor(Instant createdAt, String id) {
  /// Before the first page.
  public static final LoginCursor START =
      new LoginCursor(Instant.parse("9999-12-31T00:00:00Z"), "");
}
