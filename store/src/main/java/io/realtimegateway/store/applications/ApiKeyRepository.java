package io.realtimegateway.store.applications;

import io.realtimegateway.store.Database;
import java.util.List;
import java.util.Optional;

/// Table `api_keys`.
public final class ApiKeyRepository {
  private final Database database;

  public ApiKeyRepository(Database database) {
    this.database = database;
  }

  private static final String CREATE =
      """
      INSERT INTO api_keys (name, hash) VALUES (?, ?) ON CONFLICT (name) DO NOTHING RETURNING *
      """;

  /// Stores a new key.
  ///
  /// @return empty if the name is taken, also by a revoked key
  public Optional<ApiKey> create(String name, byte[] hash) {
    return database.first(CREATE, ApiKey::read, name, hash);
  }

  private static final String FIND_BY_HASH =
      """
      SELECT * FROM api_keys WHERE hash = ? AND revoked_at IS NULL
      """;

  /// The key with this hash, unless it is revoked.
  public Optional<ApiKey> findByHash(byte[] hash) {
    return database.first(FIND_BY_HASH, ApiKey::read, (Object) hash);
  }

  private static final String LIST =
      """
      SELECT * FROM api_keys WHERE name > ? ORDER BY name LIMIT ?
      """;

  /// All keys, revoked ones too, by name.
  ///
  /// @param after the last name of the previous page, empty for the first page
  public List<ApiKey> list(String after, int limit) {
    return database.list(LIST, ApiKey::read, after, limit);
  }

  private static final String REVOKE =
      """
      UPDATE api_keys SET revoked_at = now() WHERE name = ? AND revoked_at IS NULL
      """;

  /// Revokes a key.
  ///
  /// @return false if there is no such valid key
  public boolean revoke(String name) {
    return database.update(REVOKE, name) == 1;
  }
}
