package io.realtimegateway.api.contract;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The document that the server serves and is held to.
///
/// @param yaml the whole document, as served
/// @param contract the same, resolved, as the router's contract
/// @param checks what a request must look like, by operationId
public record ApiDocument(String yaml, OpenAPIContract contract, Map<String, RequestCheck> checks) {

  /// Reads and checks the document of the class path.
  public static Future<ApiDocument> load(Vertx vertx) {
    DocumentParts parts = DocumentParts.read();
    return OpenAPIContract.from(new ClassPathVertx(vertx), parts.json(), Map.of())
        .map(contract -> new ApiDocument(parts.yaml(), contract, checks(contract)));
  }

  /// Methods that a path of the document allows, sorted; empty where it names no such path.
  ///
  /// @param path below the base, with a leading slash
  public List<String> allowed(String path) {
    TreeSet<String> methods = new TreeSet<>();
    for (Path candidate : contract.getPaths()) {
      if (pattern(candidate.getName()).matcher(path).matches()) {
        candidate
            .getOperations()
            .forEach(operation -> methods.add(operation.getHttpMethod().name()));
      }
    }
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return List.copyOf(methods);
  }

  private static Pattern pattern(String template) {
    return Pattern.compile(template.replaceAll("\\{[^}]*}", "[^/]+"));
  }

  private static Map<String, RequestCheck> checks(OpenAPIContract contract) {
    return contract.operations().stream()
        .collect(Collectors.toUnmodifiableMap(Operation::getOperationId, RequestCheck::of));
  }
}
