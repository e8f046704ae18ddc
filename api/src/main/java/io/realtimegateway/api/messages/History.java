package io.realtimegateway.api.messages;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Page;
import io.realtimegateway.edge.http.ErrorBody.Detail;
import io.realtimegateway.store.messages.ArchivedMessage;
import io.realtimegateway.store.messages.MessageRepository;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// One page of messages, oldest first.
///
/// @param isForward whether the next page is of newer messages
record History(List<ArchivedMessage> items, boolean hasMore, boolean isForward) {
  private static final int USUAL = 100;

  static History read(Call call, MessageRepository messages) {
    long conversationID = call.pathID("id");
    OptionalLong after = call.queryNumber("$after");
    OptionalLong before = call.queryNumber("$before");
    if (after.isPresent() && before.isPresent()) {
      throw Refusal.badArguments(
          List.of(
              new Detail("$after", "$after does not go together with $before."),
              new Detail("$before", "$before does not go together with $after.")));
    }
    int top = Page.top(call, USUAL);
    if (after.isPresent()) {
      Page<ArchivedMessage> page =
          Page.cut(messages.after(conversationID, after.getAsLong(), top + 1), top);
      return new History(page.items(), page.hasMore(), true);
    }
    long from = before.orElse(Long.MAX_VALUE);
    List<ArchivedMessage> items = messages.before(conversationID, from, top + 1);
    return items.size() > top
        ? new History(items.subList(1, items.size()), true, false)
        : new History(items, false, false);
  }

  @Nullable String nextLink(Call call) {
    if (!hasMore) {
      return null;
    }
    ArchivedMessage edge = isForward ? items.getLast() : items.getFirst();
    List<String> parameters = new ArrayList<>();
    parameters.addAll(List.of(isForward ? "$after" : "$before", Long.toString(edge.seq())));
    String top = call.queryText("$top");
    if (top != null) {
      parameters.addAll(List.of("$top", top));
    }
    return call.url()
        .resource(
            "/conversations/" + call.pathID("id") + "/messages", parameters.toArray(String[]::new));
  }
}
