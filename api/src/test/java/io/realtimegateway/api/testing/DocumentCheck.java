package io.realtimegateway.api.testing;

import io.realtimegateway.api.contract.ApiDocument;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.Response;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Holds answers against the document: an undocumented status, header or field fails the test.
public final class DocumentCheck {
  private static final String BASE = "/api/v1.0";

  /// What HTTP itself says, and a proxy between.
  private static final Set<String> OF_HTTP =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "date",
          "etag",
          "keep-alive",
          "server",
          "transfer-encoding");

  private final ApiDocument document;
  private final OpenAPIContract contract;
  private final ResponseValidator validator;

  /// What answers of no operation may have beside what every answer has.
  private static final Set<String> OF_OTHERS =
      Set.of("allow", "sec-websocket-version", "retry-after");

  DocumentCheck(Vertx vertx, ApiDocument document) {
    this.document = document;
    this.contract = document.contract();
    this.validator = ResponseValidator.create(vertx, contract);
  }

  /// A check of servers of other processes, which are built from the same document.
  public static DocumentCheck ofTheClassPath() {
    Vertx vertx = Vertx.vertx();
    return new DocumentCheck(
        vertx, ApiDocument.load(vertx).toCompletionStage().toCompletableFuture().join());
  }

  /// Holds an answer against the document.
  ///
  /// @param target path from the root, with the query
  public void check(String method, String target, HttpResponse<String> response) {
    String path = target.split("[?]", -1)[0];
    String below = path.startsWith(BASE + "/") ? path.substring(BASE.length()) : path;
    HttpMethod asked = HttpMethod.valueOf(method.equals("HEAD") ? "GET" : method);
    Operation operation = document.allowed(below).contains(method) ? operation(below, asked) : null;
    if (operation == null) {
      checkError(method + " " + target, response);
    } else {
      check(operation, response);
    }
  }

  private Operation operation(String below, HttpMethod method) {
    return contract.getPaths().stream()
        .filter(path -> below.matches(path.getName().replaceAll("\\{[^}]*}", "[^/]+")))
        .flatMap(path -> path.getOperations().stream())
        .filter(operation -> operation.getHttpMethod().equals(method))
        .findFirst()
        .orElseThrow();
  }

  private void check(Operation operation, HttpResponse<String> response) {
    String name = operation.getOperationId() + " " + response.statusCode();
    Response documented = operation.getResponse(response.statusCode());
    if (documented == null) {
      throw new AssertionError(name + " is not documented: " + response.body());
    }
    checkHeaders(name, documented, response);
    checkContentType(name, documented, response);
    boolean isHead = response.request().method().equals("HEAD");
    boolean isPage =
        response.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
    if (!isHead && !isPage && documented.getContent().containsKey("application/json")) {
      checkSchema(operation, response);
    } else if (!isHead && documented.getContent().isEmpty() && !response.body().isEmpty()) {
      throw new AssertionError(name + " has a body");
    }
  }

  private static void checkHeaders(
      String name, Response documented, HttpResponse<String> response) {
    checkHeaders(name, names(documented.getHeaders()), response);
    Set<String> missing =
        names(documented.getHeaders().stream().filter(Parameter::isRequired).toList());
    missing.removeAll(sent(response));
    if (!missing.isEmpty()) {
      throw new AssertionError(name + " lacks the headers " + missing);
    }
  }

  private static void checkHeaders(String name, Set<String> known, HttpResponse<String> response) {
    Set<String> sent = sent(response);
    sent.removeAll(known);
    sent.removeAll(OF_HTTP);
    if (!sent.isEmpty()) {
      throw new AssertionError(name + " has undocumented headers " + sent);
    }
  }

  private static Set<String> names(List<Parameter> headers) {
    return headers.stream()
        .map(header -> header.getName().toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> sent(HttpResponse<String> response) {
    return response.headers().map().keySet().stream()
        .map(header -> header.toLowerCase(Locale.ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// The router's copy of the document says text/plain for YAML.
  private static void checkContentType(
      String name, Response documented, HttpResponse<String> response) {
    String sent =
        response
            .headers()
            .firstValue("Content-Type")
            .map(
                type ->
                    type.split(";", -1)[0].replaceFirst("application/yaml|text/html", "text/plain"))
            .orElse("");
    Set<String> known = documented.getContent().keySet();
    if (known.isEmpty() ? !sent.isEmpty() : !known.contains(sent)) {
      throw new AssertionError(name + " is " + sent + ", documented are " + known);
    }
  }

  private void checkSchema(Operation operation, HttpResponse<String> response) {
    // Vert.x would read a quoted value as JSON.
    Map<String, String> headers = new HashMap<>();
    operation
        .getResponse(response.statusCode())
        .getHeaders()
        .forEach(
            header ->
                response
                    .headers()
                    .firstValue(header.getName())
                    .ifPresent(value -> headers.put(header.getName(), value.replace("\"", ""))));
    String contentType = response.headers().firstValue("Content-Type").orElse("");
    ValidatableResponse answer =
        ValidatableResponse.create(
            response.statusCode(), headers, Buffer.buffer(response.body()), contentType);
    try {
      validator
          .validate(answer, operation.getOperationId())
          .toCompletionStage()
          .toCompletableFuture()
          .get(10, TimeUnit.SECONDS);
    } catch (Exception wrong) {
      throw new AssertionError(
          operation.getOperationId() + " answered " + response.statusCode() + " " + response.body(),
          wrong);
    }
  }

  /// An answer of no operation is an error, or a page.
  private void checkError(String request, HttpResponse<String> response) {
    Set<String> known = names(contract.operation("getHealth").getResponse(200).getHeaders());
    known.addAll(OF_OTHERS);
    boolean isPreflight = response.statusCode() == 204;
    if (!isPreflight) {
      checkHeaders(request + " " + response.statusCode(), known, response);
    }
    if (response.statusCode() < 400 || response.request().method().equals("HEAD")) {
      return;
    }
    JsonObject schema =
        contract
            .getRawContract()
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject("Error");
    OutputUnit result =
        contract
            .getSchemaRepository()
            .validator(JsonSchema.of(schema))
            .validate(new JsonObject(response.body()));
    if (!Boolean.TRUE.equals(result.getValid())) {
      throw new AssertionError(request + " answered " + response.body());
    }
  }
}
