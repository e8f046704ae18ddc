package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.CommandResult;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The results of the commands of one conversation that are not committed yet, by name, and what
/// look-ups found for the command that is being decided. All other names are looked up.
final class KnownNames {
  private final Map<NameKey, CommandResult> inFlight = new LinkedHashMap<>();
  private final Map<NameKey, Optional<CommandResult>> found = new HashMap<>();

  /// The result under a name, or null if the name is new or has to be looked up.
  @Nullable CommandResult result(NameKey key) {
    CommandResult result = inFlight.get(key);
    if (result != null || found.isEmpty()) {
      return result;
    }
    Optional<CommandResult> lookedUp = found.get(key);
    return lookedUp == null ? null : lookedUp.orElse(null);
  }

  /// Whether a look-up found a result under this name, or that there is none.
  boolean isLookedUp(NameKey key) {
    return found.containsKey(key);
  }

  /// A command was accepted; its result has a higher seq than all earlier ones.
  void accept(NameKey key, CommandResult result) {
    inFlight.put(key, result);
  }

  /// A look-up found this result, or that the name is new.
  void learn(NameKey key, @Nullable CommandResult result) {
    found.put(key, Optional.ofNullable(result));
  }

  /// The command that needed a look-up is decided.
  void forget(NameKey key) {
    found.remove(key);
  }

  /// Drops committed names, which are looked up from now on.
  void commit(long committed) {
    Iterator<CommandResult> oldest = inFlight.values().iterator();
    while (oldest.hasNext() && oldest.next().seq() <= committed) {
      oldest.remove();
    }
  }
}
