package io.realtimegateway.api.http;

/// One operation of the OpenAPI document. It runs on a virtual thread and may block.
@FunctionalInterface
public interface Operation {
  /// Answers a call that has passed the document's checks, or throws
  /// [io.realtimegateway.api.error.Refusal].
  Reply answer(Call call) throws Exception;
}
