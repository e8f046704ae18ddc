package io.realtimegateway.store.archive;

import java.util.Locale;

/// The rows that a batch builds on do not match the journal. Nothing was written; this is never
/// ignored.
public final class ArchiveMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ArchiveMismatchException(String what, int wanted, int found) {
    super(String.format(Locale.ROOT, "%s: only %d of %d match the journal", what, found, wanted));
  }
}
