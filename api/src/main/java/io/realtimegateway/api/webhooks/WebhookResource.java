package io.realtimegateway.api.webhooks;

import com.fasterxml.jackson.core.JsonGenerator;
import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.JsonBody;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.api.users.SystemUser;
import io.realtimegateway.protocol.ErrorCode;
import io.realtimegateway.security.WebhookSecret;
import io.realtimegateway.security.outbound.OutboundNames;
import io.realtimegateway.store.applications.Webhook;
import io.realtimegateway.store.applications.WebhookRepository;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/server/webhooks` and one of them.
public final class WebhookResource {
  private static final String PATH = "/server/webhooks";
  private static final int MOST = 100;

  private final WebhookRepository webhooks;
  private final WebhookUrls urls;
  private final SystemUser system;
  private final SecureRandom random;

  /// @param names finds out where an address leads
  /// @param random makes secrets
  public WebhookResource(
      WebhookRepository webhooks, OutboundNames names, SystemUser system, SecureRandom random) {
    this.webhooks = webhooks;
    this.urls = new WebhookUrls(names);
    this.system = system;
    this.random = random;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of(
        "listWebhooks", new Guarded(this::list, Access.APPLICATION),
        "createWebhook", new Guarded(this::create, Access.APPLICATION),
        "getWebhook", new Guarded(this::get, Access.APPLICATION),
        "updateWebhook", new Guarded(this::update, Access.APPLICATION),
        "deleteWebhook", new Guarded(this::delete, Access.APPLICATION));
  }

  private Reply list(Call call) {
    long after = call.queryNumber("$skiptoken").orElse(0);
    Page<Webhook> page = Page.of(call, limit -> webhooks.list(after, limit));
    return Reply.ok(
        JsonBody.collection(
            page.items(),
            (json, webhook) -> write(json, webhook, null),
            page.nextLink(call, PATH, last -> Map.of("$skiptoken", last.id()))));
  }

  /// The endpoint does not receive what was accepted before the call: that is archived first, and
  /// the endpoint begins after it.
  private Reply create(Call call) throws InterruptedException {
    String url = urls.require(call.bodyText("url"));
    List<String> types = call.body().containsKey("eventTypes") ? types(call) : List.of();
    boolean isEnabled = call.body().getBoolean("isEnabled", true);
    call.engine().barrierOnAll(system.id());
    String secret = WebhookSecret.make(random);
    Webhook made =
        webhooks
            .create(url, types, isEnabled, secret, MOST)
            .orElseThrow(
                () -> Refusal.of(ErrorCode.CONFLICT, "There are " + MOST + " webhooks already."));
    return Reply.created(
        call.url().resource(PATH + "/" + made.id()), json -> write(json, made, secret));
  }

  private Reply get(Call call) {
    Webhook webhook = webhooks.find(call.pathID("id")).orElseThrow(WebhookResource::unknown);
    return Reply.ok(json -> write(json, webhook, null));
  }

  private Reply update(Call call) throws InterruptedException {
    String given = call.body().getString("url");
    String url = given == null ? null : urls.require(given);
    List<String> types = call.body().containsKey("eventTypes") ? types(call) : null;
    Webhook webhook =
        webhooks
            .update(call.pathID("id"), url, types, call.body().getBoolean("isEnabled"))
            .orElseThrow(WebhookResource::unknown);
    return Reply.ok(json -> write(json, webhook, null));
  }

  private Reply delete(Call call) {
    if (!webhooks.delete(call.pathID("id"))) {
      throw unknown();
    }
    return Reply.noContent();
  }

  private static List<String> types(Call call) {
    return call.bodyTexts("eventTypes");
  }

  private static Refusal unknown() {
    return Refusal.notFound("webhook");
  }

  /// @param secret null where it is not shown
  private static void write(JsonGenerator json, Webhook webhook, @Nullable String secret)
      throws IOException {
    json.writeStartObject();
    JsonBody.id(json, "id", webhook.id());
    json.writeStringField("url", webhook.url());
    if (webhook.eventTypes().isEmpty()) {
      json.writeNullField("eventTypes");
    } else {
      json.writeArrayFieldStart("eventTypes");
      for (String type : webhook.eventTypes()) {
        json.writeString(type);
      }
      json.writeEndArray();
    }
    json.writeBooleanField("isEnabled", webhook.isEnabled());
    JsonBody.time(json, "createdAt", webhook.createdAt());
    JsonBody.time(json, "failingSince", webhook.failingSince());
    JsonBody.text(json, "disabledReason", webhook.disabledWhy());
    if (secret != null) {
      json.writeStringField("secret", secret);
    }
    json.writeEndObject();
  }
}
