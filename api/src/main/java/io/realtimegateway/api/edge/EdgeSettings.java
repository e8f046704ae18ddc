package io.realtimegateway.api.edge;

import io.realtimegateway.api.http.PublicUrl;
import io.realtimegateway.edge.http.Origins;
import io.realtimegateway.edge.rate.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Limits and trust of the edge.
///
/// @param maxBodyBytes largest request body; then 413
/// @param requestTimeout after which an operation is answered with 504
/// @param maxRunning requests that may run at once; then 503
/// @param perUser requests of a user
/// @param signIns sign-ins of a client address
/// @param listsPerUser list requests of a user that may be under way; then 429
/// @param origins whose pages may call with credentials, as browsers write them in `Origin`
/// @param trustedProxies whose `X-Forwarded-*` count
/// @param publicUrl what browsers use, if it differs from what arrives in `Host`
public record EdgeSettings(
    int maxBodyBytes,
    Duration requestTimeout,
    int maxRunning,
    Rate perUser,
    Rate signIns,
    int listsPerUser,
    Set<String> origins,
    List<Network> trustedProxies,
    Optional<PublicUrl> publicUrl) {
  private static final int USUAL_LISTS = 5;

  public EdgeSettings {
    origins = Set.copyOf(origins);
    trustedProxies = List.copyOf(trustedProxies);
    Origins.of(origins, Optional.empty());
  }

  /// Whose pages may call, the own ones included.
  public Origins allowedOrigins() {
    return Origins.of(origins, publicUrl.map(PublicUrl::origin));
  }

  /// Settings of a server that is reached as `Host` says.
  public EdgeSettings(
      int maxBodyBytes,
      Duration requestTimeout,
      int maxRunning,
      Rate perUser,
      Rate signIns,
      Set<String> origins,
      List<Network> trustedProxies) {
    this(
        maxBodyBytes,
        requestTimeout,
        maxRunning,
        perUser,
        signIns,
        USUAL_LISTS,
        origins,
        trustedProxies,
        Optional.empty());
  }

  /// The limits of the public contract, no origins, no proxies.
  public static EdgeSettings defaults() {
    return new EdgeSettings(
        64 * 1024,
        Duration.ofSeconds(30),
        1024,
        new Rate(50, Duration.ofSeconds(1), 100),
        new Rate(30, Duration.ofMinutes(1), 30),
        Set.of(),
        List.of());
  }

  /// Tokens of one address that may be refused: a client of many users tries more of them than
  /// people sign in.
  public Rate failedTokens() {
    return signIns.times(10);
  }
}
