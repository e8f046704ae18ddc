package io.realtimegateway.engine.core;

import io.realtimegateway.model.record.JournalRecord.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The members of one conversation, and those whose removal is not committed yet.
final class Members {
  private final Map<Long, Member> members = new HashMap<>();
  private final List<Departure> departures = new ArrayList<>();

  /// A user who was a member from `joinedSeq` on until `leftSeq`.
  private record Departure(long userID, long joinedSeq, long leftSeq) {}

  Members(Collection<Member> loaded) {
    loaded.forEach(this::put);
  }

  int size() {
    return members.size();
  }

  boolean contains(long userID) {
    return members.containsKey(userID);
  }

  @Nullable Member get(long userID) {
    return members.get(userID);
  }

  Collection<Member> all() {
    return Collections.unmodifiableCollection(members.values());
  }

  /// Adds a member, or replaces its state.
  void put(Member member) {
    members.put(member.userID(), member);
  }

  /// Removes a member with the event of this seq.
  ///
  /// @return false if the user was not a member
  boolean remove(long userID, long seq) {
    Member left = members.remove(userID);
    if (left == null) {
      return false;
    }
    departures.add(new Departure(userID, left.joinedSeq(), seq));
    return true;
  }

  /// Whether the user is a member according to committed events.
  boolean isCommitted(long userID, long committed) {
    Member member = members.get(userID);
    if (member != null && member.joinedSeq() <= committed) {
      return true;
    }
    for (Departure departure : departures) {
      if (departure.userID == userID
          && departure.joinedSeq <= committed
          && committed < departure.leftSeq) {
        return true;
      }
    }
    return false;
  }

  void commit(long committed) {
    if (!departures.isEmpty()) {
      departures.removeIf(departure -> departure.leftSeq <= committed);
    }
  }

  /// Of members who joined together, the one with the lowest id.
  ///
  /// @return user id, 0 if there are no members
  long longestStanding() {
    Member first = null;
    for (Member member : members.values()) {
      if (first == null
          || member.joinedSeq() < first.joinedSeq()
          || (member.joinedSeq() == first.joinedSeq() && member.userID() < first.userID())) {
        first = member;
      }
    }
    return first == null ? 0 : first.userID();
  }
}
