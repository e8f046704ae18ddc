package io.realtimegateway.api.contract;

import io.realtimegateway.api.error.Refusal;
import io.realtimegateway.edge.http.ErrorBody.Detail;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the document says of one operation's request. The router's own validation stops at the
/// first wrong parameter, lets unknown query parameters pass and blames a wrong field twice; this
/// one names every wrong field once.
public final class RequestCheck {
  private static final String JSON = "application/json";

  private final Map<String, Rule> path;
  private final Map<String, Rule> query;
  private final Map<String, Rule> headers;
  private final @Nullable Fields body;
  private final boolean bodyRequired;
  private final boolean answersJson;
  private final boolean isQueryOpen;

  private record Rule(String name, boolean isRequired, ValueCheck check) {}

  /// The fields of a body.
  private record Fields(Map<String, ValueCheck> known, List<String> required, int least) {}

  private RequestCheck(
      Map<String, Rule> path,
      Map<String, Rule> query,
      Map<String, Rule> headers,
      @Nullable Fields body,
      boolean bodyRequired,
      boolean answersJson,
      boolean isQueryOpen) {
    this.path = path;
    this.query = query;
    this.headers = headers;
    this.body = body;
    this.bodyRequired = bodyRequired;
    this.answersJson = answersJson;
    this.isQueryOpen = isQueryOpen;
  }

  static RequestCheck of(Operation operation) {
    io.vertx.openapi.contract.RequestBody body = operation.getRequestBody();
    return new RequestCheck(
        rules(operation, Location.PATH),
        rules(operation, Location.QUERY),
        rules(operation, Location.HEADER),
        body == null ? null : fields(Objects.requireNonNull(body.getContent().get(JSON))),
        body != null && body.isRequired(),
        answersJson(operation),
        operation.getOpenAPIModel().getBoolean("x-open-query", false));
  }

  private static boolean answersJson(Operation operation) {
    return Stream.of(200, 201)
        .map(operation::getResponse)
        .filter(Objects::nonNull)
        .anyMatch(response -> response.getContent().containsKey(JSON));
  }

  /// Whether the operation takes a body.
  public boolean takesBody() {
    return body != null;
  }

  /// Whether the operation must have a body.
  public boolean needsBody() {
    return bodyRequired;
  }

  /// Whether the operation knows a request header.
  public boolean takesHeader(String name) {
    return headers.containsKey(name);
  }

  /// Whether the operation knows a parameter of the query.
  public boolean takesQuery(String name) {
    return query.containsKey(name);
  }

  /// Whether a successful answer is JSON.
  public boolean answersJson() {
    return answersJson;
  }

  /// Checks path, query and header parameters and gives the query, each parameter once.
  ///
  /// @throws Refusal `BadArgument` with a detail for each wrong one
  public Map<String, String> parameters(
      Map<String, String> pathValues, MultiMap queryValues, MultiMap headerValues) {
    List<Detail> details = new ArrayList<>();
    path.values().forEach(rule -> check(rule, pathValues.get(rule.name()), details));
    Map<String, String> given = new HashMap<>();
    for (String name : queryValues.names()) {
      List<String> values = queryValues.getAll(name);
      if (!query.containsKey(name)) {
        if (!isQueryOpen) {
          details.add(new Detail(name, name + " is no parameter of this operation."));
        }
      } else if (values.size() > 1) {
        details.add(new Detail(name, name + " is given more than once."));
      } else {
        given.put(name, values.getFirst());
      }
    }
    query.values().forEach(rule -> check(rule, given.get(rule.name()), details));
    headers.values().forEach(rule -> check(rule, headerValues.get(rule.name()), details));
    refuse(details);
    return given;
  }

  /// Checks a body.
  ///
  /// @throws Refusal `BadArgument` with a detail for each wrong field
  public void body(JsonObject fields) {
    Fields rules = Objects.requireNonNull(body);
    List<Detail> details = new ArrayList<>();
    for (String name : rules.required()) {
      if (!fields.containsKey(name)) {
        details.add(new Detail(name, name + " is missing."));
      }
    }
    for (Map.Entry<String, Object> field : fields) {
      ValueCheck check = rules.known().get(field.getKey());
      String problem =
          check == null
              ? "The request takes no such field."
              : check.problem(field.getKey(), field.getValue());
      if (problem != null) {
        details.add(new Detail(field.getKey(), problem));
      }
    }
    if (details.isEmpty() && fields.size() < rules.least()) {
      details.add(new Detail("body", "The body must have a field."));
    }
    refuse(details);
  }

  private static void check(Rule rule, @Nullable String value, List<Detail> details) {
    String problem;
    if (value == null) {
      problem = rule.isRequired() ? rule.name() + " is missing." : null;
    } else {
      problem = rule.check().problemOfText(rule.name(), value);
    }
    if (problem != null) {
      details.add(new Detail(rule.name(), problem));
    }
  }

  private static void refuse(List<Detail> details) {
    if (!details.isEmpty()) {
      throw Refusal.badArguments(details);
    }
  }

  private static Map<String, Rule> rules(Operation operation, Location location) {
    Map<String, Rule> rules = new LinkedHashMap<>();
    for (Parameter parameter : operation.getParameters()) {
      if (parameter.getIn() == location) {
        JsonObject schema = parameter.getOpenAPIModel().getJsonObject("schema");
        ValueCheck check = ValueCheck.of(schema);
        rules.put(
            parameter.getName(), new Rule(parameter.getName(), parameter.isRequired(), check));
      }
    }
    return rules;
  }

  private static Fields fields(MediaType media) {
    JsonObject schema = media.getOpenAPIModel().getJsonObject("schema");
    Map<String, ValueCheck> known = new LinkedHashMap<>();
    for (Map.Entry<String, Object> property : schema.getJsonObject("properties")) {
      if (property.getValue() instanceof JsonObject rule) {
        known.put(property.getKey(), ValueCheck.of(rule));
      }
    }
    List<String> required = new ArrayList<>();
    if (schema.getJsonArray("required") != null) {
      schema.getJsonArray("required").forEach(name -> required.add((String) name));
    }
    return new Fields(known, List.copyOf(required), schema.getInteger("minProperties", 0));
  }
}
