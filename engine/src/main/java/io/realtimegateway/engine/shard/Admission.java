package io.realtimegateway.engine.shard;

import io.realtimegateway.journal.record.JournalEntry;
import io.realtimegateway.journal.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who may have a session at one shard: tickets, and the logins that were ended.
final class Admission {
  /// How far the clock of a process that makes tickets may be ahead.
  private static final long AHEAD_MILLIS = 60_000;

  private static final long PURGE_EVERY_NANOS = 10_000_000_000L;

  private final Shard shard;
  private final UsedTickets tickets = new UsedTickets();
  private final Revocations revocations = new Revocations();

  /// Those that the journal did not take.
  private final Set<LoginsRevoked> unwritten = new LinkedHashSet<>();

  private long purgedAt;

  Admission(Shard shard) {
    this.shard = shard;
    this.purgedAt = shard.nanos();
  }

  /// What the journal knows from before.
  void restore(List<LoginsRevoked> revoked) {
    revoked.forEach(revocations::add);
    List<LoginsRevoked> again = List.copyOf(unwritten);
    unwritten.clear();
    again.forEach(one -> write(one, () -> {}));
  }

  /// Uses a ticket up.
  ///
  /// @return why not, or null
  @Nullable String redeem(
      String ticketID,
      long term,
      long issuedAt,
      long expiresAt,
      String loginID,
      long loginIssuedAt,
      long loginExpiresAt,
      SessionAddress address,
      long request) {
    long now = shard.services().clock().millis();
    if (term != shard.writer().term()) {
      return "the ticket is from before a restart";
    }
    if (expiresAt <= now || loginExpiresAt <= now) {
      return "the ticket has expired";
    }
    if (issuedAt > expiresAt || issuedAt > now + AHEAD_MILLIS) {
      return "the ticket is from the future";
    }
    if (isEnded(address.userID(), loginID, loginIssuedAt)) {
      return "the login was ended";
    }
    return tickets.redeem(ticketID, address, request, expiresAt) ? null : "the ticket was used";
  }

  /// Whether a login, issued at `issuedAt` (epoch milliseconds), no longer counts.
  boolean isEnded(long userID, String loginID, long issuedAt) {
    return revocations.covers(userID, loginID, issuedAt);
  }

  /// Ends a login, or all logins of a user.
  ///
  /// @param told run when the journal has it, or does not take it now
  /// @return false where it was known
  boolean end(LoginsRevoked revoked, Runnable told) {
    if (!revocations.add(revoked)) {
      return false;
    }
    write(revoked, told);
    return true;
  }

  /// PostgreSQL has it already; where the local store does not get it now, it does once the log is
  /// owned again.
  private void write(LoginsRevoked revoked, Runnable told) {
    shard.append(
        revoked,
        new Pending.Waiter() {
          @Override
          public void committed(JournalEntry entry) {
            told.run();
          }

          @Override
          public void fenced() {
            unwritten.add(revoked);
            told.run();
          }
        });
  }

  void tick(long now) {
    if (now - purgedAt >= PURGE_EVERY_NANOS) {
      purgedAt = now;
      long millis = shard.services().clock().millis();
      tickets.purge(millis);
      revocations.purge(millis);
    }
  }
}
