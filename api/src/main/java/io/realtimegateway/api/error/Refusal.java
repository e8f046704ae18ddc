package io.realtimegateway.api.error;

import io.realtimegateway.edge.http.ErrorBody.Detail;
import io.realtimegateway.protocol.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A request that is answered with an error of the public vocabulary. Its message is written for
/// the client: no exception text, no SQL, no input repeated.
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final @Nullable String target;
  private final transient List<Detail> details;
  private final @Nullable String innerCode;
  private final long conversationID;
  private final @Nullable Duration retryAfter;
  private final boolean isOfToken;

  private Refusal(
      ErrorCode code,
      String message,
      @Nullable String target,
      List<Detail> details,
      @Nullable String innerCode,
      long conversationID,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause,
      boolean isOfToken) {
    super(message, cause, false, false);
    this.code = code;
    this.target = target;
    this.details = details;
    this.innerCode = innerCode;
    this.conversationID = conversationID;
    this.retryAfter = retryAfter;
    this.isOfToken = isOfToken;
  }

  /// A refusal with a code and words alone.
  public static Refusal of(ErrorCode code, String message) {
    return of(code, message, null);
  }

  /// A refusal that names the field, parameter or resource it is about.
  public static Refusal of(ErrorCode code, String message, @Nullable String target) {
    return new Refusal(code, message, target, List.of(), null, 0, null, null, false);
  }

  /// One wrong field: `BadArgument` with that field as target and only detail.
  public static Refusal badArgument(String target, String message) {
    return badArguments(List.of(new Detail(target, message)));
  }

  /// `BadArgument` with one detail for each wrong field; at least one.
  public static Refusal badArguments(List<Detail> details) {
    Detail first = details.getFirst();
    boolean alone = details.size() == 1;
    return new Refusal(
        ErrorCode.BAD_ARGUMENT,
        alone ? first.message() : details.size() + " fields of the request are wrong.",
        alone ? first.target() : null,
        List.copyOf(details),
        null,
        0,
        null,
        null,
        false);
  }

  /// `NotFoundRequest`, also for what the caller may not see.
  public static Refusal notFound(String what) {
    return of(ErrorCode.NOT_FOUND, "There is no such " + what + ".");
  }

  /// `UnauthorizedRequest` for a bearer token, with the reason in `WWW-Authenticate`.
  ///
  /// @param finer code for `innererror`
  /// @param description a sentence in ASCII without quotation marks
  public static Refusal invalidToken(String finer, String description) {
    return new Refusal(
        ErrorCode.UNAUTHORIZED, description, null, List.of(), finer, 0, null, null, true);
  }

  /// `ServiceUnavailable` with a hint when to come back.
  public static Refusal unavailable(String message) {
    return of(ErrorCode.SERVICE_UNAVAILABLE, message).after(Duration.ofSeconds(1));
  }

  /// The same with a finer code in `innererror`.
  public Refusal inner(String finer) {
    return new Refusal(
        code, message(), target, details, finer, conversationID, retryAfter, getCause(), isOfToken);
  }

  /// The same with the id of a conversation in `innererror`.
  public Refusal conversation(long id) {
    return new Refusal(
        code, message(), target, details, innerCode, id, retryAfter, getCause(), isOfToken);
  }

  /// The same with `Retry-After`.
  public Refusal after(Duration wait) {
    return new Refusal(
        code, message(), target, details, innerCode, conversationID, wait, getCause(), isOfToken);
  }

  /// The same with what caused it, for the log.
  public Refusal because(Throwable cause) {
    return new Refusal(
        code, message(), target, details, innerCode, conversationID, retryAfter, cause, isOfToken);
  }

  /// The code of the public vocabulary.
  public ErrorCode code() {
    return code;
  }

  /// The words for the client.
  public String message() {
    return Objects.requireNonNull(getMessage());
  }

  /// The field, parameter or resource that is meant, or null.
  public @Nullable String target() {
    return target;
  }

  /// One entry for each wrong field; empty where the refusal is no validation error.
  public List<Detail> details() {
    return details;
  }

  /// A finer code for `innererror`, or null.
  public @Nullable String innerCode() {
    return innerCode;
  }

  /// A conversation that the refusal is about, for `innererror`; 0 for none.
  public long conversationID() {
    return conversationID;
  }

  /// Whether a bearer token is refused, so that the message is its `error_description`.
  public boolean isOfToken() {
    return isOfToken;
  }

  /// When to try again, or null.
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
