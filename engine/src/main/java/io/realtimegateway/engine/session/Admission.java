package io.realtimegateway.engine.session;

import io.realtimegateway.engine.loop.AppendWaiter;
import io.realtimegateway.engine.loop.ShardPort;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.protocol.packet.ShardPacket.SessionAddress;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Decides who may have a session at one shard, by tickets and ended logins.
final class Admission {
  /// How far the clock of a process that issues tickets may be ahead.
  private static final long AHEAD_MILLIS = 60_000;

  private static final long PURGE_EVERY_NANOS = 10_000_000_000L;

  private final ShardPort shard;
  private final InstantSource clock;
  private final UsedTickets tickets = new UsedTickets();
  private final EndedLogins ended = new EndedLogins();

  /// Revocations that could not be appended to the journal.
  private final Set<LoginsRevoked> unwritten = new LinkedHashSet<>();

  private long purgedAt;

  Admission(ShardPort shard, InstantSource clock) {
    this.shard = shard;
    this.clock = clock;
    this.purgedAt = shard.now();
  }

  /// Adds the revocations that the journal has.
  void restore(List<LoginsRevoked> revoked) {
    revoked.forEach(ended::add);
    List<LoginsRevoked> again = List.copyOf(unwritten);
    unwritten.clear();
    again.forEach(one -> write(one, () -> {}));
  }

  /// Redeems a ticket.
  ///
  /// @return why it is refused, or null
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
    long now = clock.millis();
    if (term != shard.log().term()) {
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

  /// Whether a login, issued at `issuedAt` (epoch milliseconds), is no longer valid.
  boolean isEnded(long userID, String loginID, long issuedAt) {
    return ended.covers(userID, loginID, issuedAt);
  }

  /// Ends a login, or all logins of a user.
  ///
  /// @param written run when the journal has it, or cannot accept it now
  /// @return false if it was known
  boolean end(LoginsRevoked revoked, Runnable written) {
    if (!ended.add(revoked)) {
      return false;
    }
    write(revoked, written);
    return true;
  }

  /// PostgreSQL already has it; if the local store cannot accept it now, it will once the log is
  /// owned again.
  private void write(LoginsRevoked revoked, Runnable written) {
    shard.append(
        revoked,
        new AppendWaiter() {
          @Override
          public void committed(long index) {
            written.run();
          }

          @Override
          public void fenced() {
            unwritten.add(revoked);
            written.run();
          }
        });
  }

  void tick(long now) {
    if (now - purgedAt >= PURGE_EVERY_NANOS) {
      purgedAt = now;
      long millis = clock.millis();
      tickets.purge(millis);
      ended.purge(millis);
    }
  }
}
