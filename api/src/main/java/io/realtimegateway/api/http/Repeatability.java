package io.realtimegateway.api.http;

import io.realtimegateway.api.error.Refusal;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The name under which a request may be repeated, as the guidelines' `Repeatability-Request-ID`
/// gives it.
public final class Repeatability {
  /// The header with the name.
  public static final String ID = "Repeatability-Request-ID";

  private static final String FIRST_SENT = "Repeatability-First-Sent";
  private static final String RESULT = "Repeatability-Result";
  private static final Set<Integer> SURELY_NOT_DONE = Set.of(400, 403, 404, 409);

  private Repeatability() {}

  /// The name, or null where the request carries none.
  ///
  /// @throws Refusal `BadArgument` where one of the two headers is missing or the time is none
  public static @Nullable String name(Call call) {
    String id = call.header(ID);
    String firstSent = call.header(FIRST_SENT);
    if (id == null && firstSent == null) {
      return null;
    }
    if (id == null) {
      throw Refusal.badArgument(ID, ID + " is missing beside " + FIRST_SENT + ".");
    }
    if (firstSent == null) {
      throw Refusal.badArgument(FIRST_SENT, FIRST_SENT + " is missing beside " + ID + ".");
    }
    requireDate(firstSent);
    return id;
  }

  /// The reply with the header that says that the request was done, now or before.
  public static Reply accepted(Reply reply, @Nullable String name) {
    return name == null ? reply : reply.with(RESULT, "accepted");
  }

  /// The reply with the header that says that the request was not done and is not remembered, if it
  /// carried a name and this is certain: after a 5xx only a repeat shows the outcome.
  public static Reply rejected(Reply refusal, MultiMap headers) {
    boolean isNamed = headers.contains(ID) || headers.contains(FIRST_SENT);
    return isNamed && SURELY_NOT_DONE.contains(refusal.status())
        ? refusal.with(RESULT, "rejected")
        : refusal;
  }

  private static void requireDate(String text) {
    try {
      DateTimeFormatter.RFC_1123_DATE_TIME.parse(text);
    } catch (DateTimeException notOne) {
      throw Refusal.badArgument(FIRST_SENT, FIRST_SENT + " must be an HTTP date.").because(notOne);
    }
  }
}
