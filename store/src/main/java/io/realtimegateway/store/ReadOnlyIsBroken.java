package io.realtimegateway.store;

import com.zaxxer.hikari.SQLExceptionOverride;
import java.sql.SQLException;

/// Makes the pool drop a connection on which the server refuses to write. Broken connections and
/// those of a server that shuts down (08…, 57P0x) it drops by itself.
final class ReadOnlyIsBroken implements SQLExceptionOverride {
  /// `read_only_sql_transaction`.
  static final String SQL_STATE = "25006";

  @java.lang.Override
  public SQLExceptionOverride.Override adjudicate(SQLException failure) {
    return SQL_STATE.equals(failure.getSQLState())
        ? SQLExceptionOverride.Override.MUST_EVICT
        : SQLExceptionOverride.Override.CONTINUE_EVICT;
  }
}
