package io.realtimegateway.store.archive;

import java.util.Locale;

/// The rows that a batch builds on are not as the journal says. Nothing was written; this is never
/// passed over.
public final class ArchiveMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveMismatchException(String what, int wanted, int found) {
    super(String.format(Locale.ROOT, "%s: %d of %d are as the journal says", what, found, wanted));
  }
}
