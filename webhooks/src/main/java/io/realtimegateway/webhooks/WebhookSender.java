package io.realtimegateway.webhooks;

import io.micrometer.core.instrument.MeterRegistry;
import io.realtimegateway.security.WebhookSecret;
import io.realtimegateway.store.applications.Webhook;
import io.realtimegateway.webhooks.AttemptResult.Answered;
import io.realtimegateway.webhooks.AttemptResult.Failed;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/// Delivers single events to one endpoint under one configuration.
final class WebhookSender implements AutoCloseable {
  private static final int GONE = 410;

  private final Services services;
  private final LongPredicate isDeleted;
  private final Set<String> wanted;
  private final Receiver receiver;
  private final WebhookSecret secret;

  WebhookSender(Services services, Webhook webhook) {
    this.services = services;
    this.isDeleted = services.reads()::isDeleted;
    this.wanted = Set.copyOf(webhook.eventTypes());
    this.secret = WebhookSecret.parse(webhook.secret());
    this.receiver =
        new Receiver(
            URI.create(webhook.url()),
            services.names(),
            services.alarms(),
            services.settings().timeout(),
            services.tls());
  }

  /// The outcome of a delivery.
  sealed interface Outcome {
    record Delivered() implements Outcome {}

    /// The delivery failed and will be retried.
    ///
    /// @param why shown to the owner of the endpoint
    /// @param detail for the log alone
    record Refused(String why, String detail) implements Outcome {}

    /// The endpoint wants no more events: neither this one nor any other is retried.
    record Gone() implements Outcome {}
  }

  boolean wants(WebhookEvent event) {
    return wanted.isEmpty() || wanted.contains(event.type().text());
  }

  /// Delivers an event, with one attempt. Blocks.
  Outcome deliver(WebhookEvent event) throws InterruptedException {
    WebhookBody body = WebhookBody.of(event, isDeleted, services.directory());
    AttemptResult answer = receiver.post(() -> content(event, body.bytes()));
    return switch (answer) {
      case Answered(int status) when status >= 200 && status < 300 -> {
        count("taken");
        yield new Outcome.Delivered();
      }
      case Answered(int status) when status == GONE -> {
        count("gone");
        yield new Outcome.Gone();
      }
      case Answered(int status) -> {
        count("refused");
        yield new Outcome.Refused("It answers " + status + ".", "");
      }
      case Failed failed -> {
        count(failed.reason().name().toLowerCase(Locale.ROOT));
        yield new Outcome.Refused(failed.reason().words(), failed.detail());
      }
    };
  }

  private Content content(WebhookEvent event, byte[] body) {
    long timestamp = services.clock().instant().getEpochSecond();
    String id = event.id();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/json");
    headers.put("User-Agent", "realtime-gateway");
    headers.put("webhook-id", id);
    headers.put("webhook-timestamp", Long.toString(timestamp));
    headers.put("webhook-signature", secret.sign(id, timestamp, body));
    return new Content(headers, body);
  }

  private void count(String result) {
    MeterRegistry meters = services.meters();
    meters.counter("webhooks.attempts", "result", result).increment();
  }

  @Override
  public void close() {
    receiver.close();
  }
}
