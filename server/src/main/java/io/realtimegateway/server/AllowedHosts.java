package io.realtimegateway.server;

import io.realtimegateway.api.edge.Network;
import io.realtimegateway.server.configuration.Http;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names under which this server is reached. Under any other name a page of a stranger may reach
/// it: the stranger's name first leads to the page, then to this machine (DNS rebinding), and the
/// browser takes both for one site.
///
/// @param names in lower case, without brackets
/// @param isAnyAddress whether numeric addresses are allowed as well; no stranger can redirect
///   those
record AllowedHosts(Set<String> names, boolean isAnyAddress) {
  private static final List<Network> LOOPBACK =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1"));
  private static final List<Network> ALL =
      List.of(Network.parse("0.0.0.0/0"), Network.parse("::/0"));
  private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "::");
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:\\[([^\\]]++)]|([^:\\[\\]]++))(?::[0-9]{1,5})?");

  AllowedHosts {
    names = Set.copyOf(names);
  }

  /// `localhost`, loopback addresses, `http.host`, the host of `http.public-url` and
  /// `http.allowed-hosts`; any numeric address if the server listens on all.
  ///
  /// @param listensOn address of the port, mostly `http.host`
  static AllowedHosts of(Http http, String listensOn) {
    Set<String> names = new HashSet<>(Set.of("localhost"));
    http.publicOrigin().ifPresent(origin -> names.add(plain(origin.host())));
    http.allowedHosts().forEach(host -> names.add(plain(host)));
    boolean isAnyAddress = WILDCARDS.contains(listensOn);
    if (!isAnyAddress) {
      names.add(plain(listensOn));
    }
    return new AllowedHosts(names, isAnyAddress);
  }

  /// Whether a request may name this host.
  ///
  /// @param authority as in the header `Host`, with or without a port
  boolean allows(String authority) {
    Matcher matcher = AUTHORITY.matcher(authority.strip());
    if (!matcher.matches()) {
      return false;
    }
    String numeric = matcher.group(1);
    String host = plain(numeric == null ? matcher.group(2) : numeric);
    return names.contains(host) || isIn(LOOPBACK, host) || (isAnyAddress && isIn(ALL, host));
  }

  private static boolean isIn(List<Network> networks, String host) {
    return networks.stream().anyMatch(network -> network.contains(host));
  }

  private static String plain(String host) {
    String lower = host.toLowerCase(Locale.ROOT);
    if (lower.startsWith("[") && lower.endsWith("]")) {
      return lower.substring(1, lower.length() - 1);
    }
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }
}
