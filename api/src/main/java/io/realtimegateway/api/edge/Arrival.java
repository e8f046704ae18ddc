package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.PublicUrl;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is known of a request before anything is done with it.
///
/// @param requestID the client's own where it is 1 to 128 visible ASCII characters, else ours
/// @param url start of links; null if the request names no host, and then it is refused
/// @param requested the address that the request names, which `http.public-url` may replace in
///   links
/// @param isForwardedByStranger whether a proxy that is not trusted claims to have forwarded it
public record Arrival(
    String requestID,
    String clientAddress,
    @Nullable PublicUrl url,
    @Nullable PublicUrl requested,
    @Nullable String origin,
    boolean isSecure,
    boolean isForwardedByStranger) {
  private static final String KEY = "arrival";
  private static final Pattern REQUEST_ID = Pattern.compile("[!-~]{1,128}");

  /// Looks at a request; a second look at the same one, after it was routed anew, changes nothing.
  ///
  /// @param publicUrl start of links, if it is configured
  static Arrival note(
      RoutingContext context,
      TrustedProxies proxies,
      Optional<PublicUrl> publicUrl,
      Supplier<String> ids) {
    Arrival known = context.get(KEY);
    if (known != null) {
      return known;
    }
    Arrival arrival = look(context.request(), proxies, publicUrl, ids);
    context.put(KEY, arrival);
    return arrival;
  }

  /// Notes the least that an answer needs, for a request that could not be looked at.
  static void noteUnknown(RoutingContext context, Supplier<String> ids) {
    if (context.get(KEY) == null) {
      context.put(KEY, new Arrival(ids.get(), "", null, null, null, false, false));
    }
  }

  /// What was noted.
  static Arrival of(RoutingContext context) {
    Arrival known = context.get(KEY);
    if (known == null) {
      throw new IllegalStateException("the request was not noted on arrival");
    }
    return known;
  }

  private static Arrival look(
      HttpServerRequest request,
      TrustedProxies proxies,
      Optional<PublicUrl> publicUrl,
      Supplier<String> ids) {
    PublicUrl requested = proxies.requested(request).orElse(null);
    PublicUrl url = requested == null ? null : publicUrl.orElse(requested);
    String given = request.getHeader("X-Request-Id");
    String id = given != null && REQUEST_ID.matcher(given).matches() ? given : ids.get();
    return new Arrival(
        id,
        proxies.clientAddress(request),
        url,
        requested,
        request.getHeader("Origin"),
        url != null && url.scheme().equals("https"),
        proxies.isForwardedByStranger(request));
  }
}
