package io.realtimegateway.store.archive;

/// The rows that a batch builds on are not as the journal says. Nothing was written; this is never
/// passed over.
public final class ArchiveMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveMismatchException(String what, int wanted, int found) {
    super("%s: %d of %d are as the journal says".formatted(what, found, wanted));
  }
}
