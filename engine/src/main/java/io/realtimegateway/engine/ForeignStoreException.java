package io.realtimegateway.engine;

import java.util.Locale;

/// The local store and PostgreSQL have different histories: one of them belongs to another
/// installation, or another engine has written to the database since.
public final class ForeignStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForeignStoreException(int shard, long index) {
    super(
        String.format(
            Locale.ROOT,
            "The local store does not belong to this database: record %d of shard %d is another one"
                + " there. Start with the data folder that belongs to the database, or move its"
                + " folder 'journal' away; what only that one has is not taken over then.",
            index,
            shard));
  }
}
