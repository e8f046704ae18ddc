package io.realtimegateway.engine.conversation;

import io.realtimegateway.engine.core.HistoryCommand;
import io.realtimegateway.engine.loop.PeerLink;
import io.realtimegateway.protocol.ErrorCode;

/// A command that is being decided, and the link for its answer.
///
/// @param request correlation number on the link
record PendingCommand(PeerLink from, long request, HistoryCommand command) {
  long author() {
    return command.author();
  }

  /// The log was lost before the outcome was known.
  void outcomeUnknown() {
    unavailable("the outcome of this command is unknown; send it again under the same name");
  }

  void unavailable(String message) {
    from.refuse(request, ErrorCode.SERVICE_UNAVAILABLE, message);
  }
}
