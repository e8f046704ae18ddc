package io.realtimegateway.api.tickets;

import io.realtimegateway.api.edge.Guarded;
import io.realtimegateway.api.edge.Guarded.Access;
import io.realtimegateway.api.http.Call;
import io.realtimegateway.api.http.Reply;
import io.realtimegateway.security.Tickets;
import java.util.Map;

/// `/ws/token`. Asks no database: the engine refuses the ticket of a login that has ended.
public final class TicketResource {
  private final Tickets tickets;

  public TicketResource(Tickets tickets) {
    this.tickets = tickets;
  }

  /// The operations by `operationId`.
  public Map<String, Guarded> operations() {
    return Map.of("createTicket", new Guarded(this::create, Access.LOGIN_OR_ENGINE));
  }

  private Reply create(Call call) {
    long term = call.engine().term(call.userID());
    String ticket = tickets.issue(call.caller(), term).token();
    return Reply.ok(
        json -> {
          json.writeStartObject();
          json.writeStringField("ticket", ticket);
          json.writeEndObject();
        });
  }
}
