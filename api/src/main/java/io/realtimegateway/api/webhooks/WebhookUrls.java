package io.realtimegateway.api.webhooks;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.security.outbound.OutboundNames.ForbiddenAddressException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// Which addresses an endpoint may have. A name that leads nowhere yet is taken; where it leads is
/// checked again for each connection.
final class WebhookUrls {
  private static final String FIELD = "url";
  private static final int LONGEST = 2048;
  private static final int HIGHEST_PORT = 65_535;
  private static final Duration NAME_WAIT = Duration.ofSeconds(2);

  private final OutboundNames names;

  WebhookUrls(OutboundNames names) {
    this.names = names;
  }

  /// The address, if an endpoint may have it. Blocks.
  ///
  /// @throws Refusal `BadArgument`
  String require(String text) throws InterruptedException {
    URI url = parse(text);
    try {
      names.resolve(url.getHost(), NAME_WAIT);
    } catch (ForbiddenAddressException forbidden) {
      throw Refusal.badArgument(
              FIELD, "url must not lead to a loopback, private or reserved address.")
          .because(forbidden);
    } catch (UnknownHostException | TimeoutException _) {
      // It may lead somewhere later.
    }
    return text;
  }

  private static URI parse(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException none) {
      throw refusal().because(none);
    }
    boolean isGood =
        text.length() <= LONGEST
            && text.chars().allMatch(each -> each > ' ' && each < 0x7f)
            && ("https".equalsIgnoreCase(url.getScheme())
                || "http".equalsIgnoreCase(url.getScheme()))
            && url.getHost() != null
            && url.getRawUserInfo() == null
            && url.getRawFragment() == null
            && url.getPort() != 0
            && url.getPort() <= HIGHEST_PORT;
    if (!isGood) {
      throw refusal();
    }
    return url;
  }

  private static Refusal refusal() {
    return Refusal.badArgument(
        FIELD,
        "url must be an http or https address of at most 2048 ASCII characters, without user and"
            + " fragment.");
  }
}
