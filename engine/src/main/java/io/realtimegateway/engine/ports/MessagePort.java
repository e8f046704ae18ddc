package io.realtimegateway.engine.ports;

import io.realtimegateway.store.messages.Change;
import io.realtimegateway.store.messages.Message;
import io.realtimegateway.store.messages.NamedCommand;
import io.realtimegateway.store.messages.NamedMessage;
import java.util.List;
import java.util.Optional;

/// Messages that the local store no longer has.
public interface MessagePort {
  Optional<Message> find(long messageID);

  /// The message that an author sent under a name of its own, deleted or not.
  Optional<NamedMessage> findByName(long conversationID, long author, String name);

  /// The edit or delete that an author gave this name.
  Optional<NamedCommand> findCommand(long conversationID, long author, String name);

  /// Messages and members whose last change lies after a seq, each once, ascending by last change.
  List<Change> changes(long conversationID, long afterSeq, int limit);
}
