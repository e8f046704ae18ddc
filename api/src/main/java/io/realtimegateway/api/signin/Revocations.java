package io.realtimegateway.api.signin;

import io.realtimegateway.api.edge.LoginStatus;
import io.realtimegateway.security.Login;
import io.realtimegateway.store.DatabaseException;
import io.realtimegateway.store.logins.LoginRepository;
import io.realtimegateway.store.logins.RecentRevocations;
import io.realtimegateway.store.logins.Revocation;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which logins have ended, in memory so that no request needs the database for it. A revocation by
/// this process takes effect at once, one by another process with the next read of the table. No
/// login can be revoked while the database is away, so the set stays correct. Entries and rows are
/// removed when their logins would have expired.
public final class Revocations {
  private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

  private static final Duration BETWEEN_PRUNINGS = Duration.ofMinutes(10);

  /// Clocks of processes differ.
  private static final Duration ENDED_FOR = Duration.ofHours(1);

  private final LoginRepository repository;
  private final InstantSource clock;
  private final Map<String, Instant> logins = new ConcurrentHashMap<>();
  private final Map<Long, AllBefore> users = new ConcurrentHashMap<>();
  private volatile Instant readUpTo = Instant.EPOCH;

  /// Used by one reading at a time.
  private Instant prunedAt = Instant.EPOCH;

  private record AllBefore(Instant issuedBefore, Instant keptUntil) {
    AllBefore and(AllBefore other) {
      return new AllBefore(
          later(issuedBefore, other.issuedBefore), later(keptUntil, other.keptUntil));
    }

    private static Instant later(Instant one, Instant other) {
      return one.isAfter(other) ? one : other;
    }
  }

  public Revocations(LoginRepository repository, InstantSource clock) {
    this.repository = repository;
    this.clock = clock;
  }

  /// Whether they were read, so that it is known of every login whether it has ended.
  public boolean areKnown() {
    return !readUpTo.equals(Instant.EPOCH);
  }

  /// The status of a login, from memory.
  public LoginStatus status(Login login) {
    AllBefore all = users.get(login.userID());
    boolean isEnded =
        logins.containsKey(login.loginID())
            || (all != null && login.issuedAt().isBefore(all.issuedBefore()));
    if (isEnded) {
      return LoginStatus.REVOKED;
    }
    return areKnown() ? LoginStatus.LIVE : LoginStatus.UNKNOWN;
  }

  /// Notes what this process has just written.
  public void add(Revocation revocation) {
    String loginID = revocation.loginID();
    if (loginID != null) {
      logins.put(loginID, revocation.keptUntil());
    } else {
      users.merge(
          revocation.userID(),
          new AllBefore(revocation.issuedBefore(), revocation.keptUntil()),
          AllBefore::and);
    }
  }

  /// Reads what others have written since the last reading, and now and then deletes the rows of
  /// logins that ended; blocks. One reading at a time.
  ///
  /// @return false where the database is away
  public boolean read() {
    try {
      RecentRevocations recent = repository.revokedSince(readUpTo);
      recent.revocations().forEach(this::add);
      readUpTo = recent.upTo();
      forgetEnded();
      prune();
      return true;
    } catch (DatabaseException away) {
      LOG.debug("revocations could not be read", away);
      return false;
    }
  }

  private void prune() {
    Instant now = clock.instant();
    if (!now.isBefore(prunedAt.plus(BETWEEN_PRUNINGS))) {
      repository.prune(now.minus(ENDED_FOR));
      prunedAt = now;
    }
  }

  private void forgetEnded() {
    Instant now = clock.instant();
    logins.values().removeIf(now::isAfter);
    users.values().removeIf(all -> now.isAfter(all.keptUntil()));
  }
}
