package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.Reply;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.edge.http.SecurityHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/// Writes every answer of the API, so that no answer lacks a header that all must have.
public final class ReplyWriter {
  /// Nothing of other origins, no inline script; images of profiles may come from any origin.
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
          + "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  /// Where the date of an answer is kept while its request is routed afresh.
  static final String DATE = "date";

  private final Origins origins;

  public ReplyWriter(Origins origins) {
    this.origins = origins;
  }

  /// Whether CORS allows the page that the request comes from.
  boolean allows(Arrival arrival) {
    return origins.isConfigured(arrival.origin());
  }

  /// Writes and ends; on the loop of the request.
  public void write(RoutingContext context, Reply reply) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    Arrival arrival = Arrival.of(context);
    response.setStatusCode(reply.status());
    String date = context.get(DATE);
    if (date != null) {
      response.putHeader("Date", date);
    }
    response.putHeader("X-Request-Id", arrival.requestID());
    SecurityHeaders.put(response.headers(), POLICY, arrival.isSecure());
    allowOrigin(response, arrival);
    if (reply.contentType() != null) {
      response.putHeader("Content-Type", reply.contentType());
    }
    reply.headers().stream()
        .map(Reply.Header::name)
        .distinct()
        .forEach(name -> response.headers().remove(name));
    reply.headers().forEach(header -> response.headers().add(header.name(), header.value()));
    if (reply.status() != 204 && reply.status() != 304) {
      // Also in the answer to HEAD, which has no body to count.
      response.putHeader("Content-Length", Integer.toString(reply.body().length()));
    }
    response.end(reply.body());
  }

  private void allowOrigin(HttpServerResponse response, Arrival arrival) {
    if (!origins.areConfigured()) {
      return;
    }
    response.putHeader("Vary", "Origin");
    if (origins.isConfigured(arrival.origin())) {
      response.putHeader("Access-Control-Allow-Origin", arrival.origin());
      response.putHeader("Access-Control-Allow-Credentials", "true");
      response.putHeader("Access-Control-Expose-Headers", "Location, Retry-After, X-Request-Id");
    }
  }
}
