package io.realtimegateway.engine.shard;

import io.realtimegateway.protocol.Limits;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.ShardPacket.Seat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The sessions that hear one conversation, by gateway loop. An audience is defined on a link when
/// something is first to be delivered there, and again on the link that follows it.
final class Audiences {
  private final long conversationID;
  private final Function<Place, @Nullable PeerLink> links;
  private final Map<Place, Audience> places = new HashMap<>();

  /// Nobody hears the conversation yet.
  ///
  /// @param links the open link of a gateway loop, or null
  Audiences(long conversationID, Function<Place, @Nullable PeerLink> links) {
    this.conversationID = conversationID;
    this.links = links;
  }

  /// The sessions of one gateway loop.
  private static final class Audience {
    /// Session to user.
    final Map<Long, Long> sessions = new LinkedHashMap<>();

    @Nullable PeerLink definedOn;
    int number;
  }

  void add(Seat seat) {
    Place place = Place.of(seat);
    Audience audience = places.computeIfAbsent(place, _ -> new Audience());
    if (audience.sessions.put(seat.session(), seat.userID()) != null) {
      return;
    }
    PeerLink link = links.apply(place);
    if (link != null && audience.definedOn == link) {
      link.send(new Delivery.AudienceAdd(audience.number, List.of(seat.session())));
    }
  }

  void remove(Seat seat) {
    Place place = Place.of(seat);
    Audience audience = places.get(place);
    if (audience == null || audience.sessions.remove(seat.session()) == null) {
      return;
    }
    PeerLink link = links.apply(place);
    boolean isDefined = link != null && audience.definedOn == link;
    if (audience.sessions.isEmpty()) {
      places.remove(place);
      if (isDefined && link != null) {
        link.send(new Delivery.AudienceDrop(audience.number));
      }
    } else if (isDefined && link != null) {
      link.send(new Delivery.AudienceRemove(audience.number, List.of(seat.session())));
    }
  }

  /// Sends an event to everybody.
  ///
  /// @param exceptUser a user who is left out, or 0
  void deliver(int shard, long index, long exceptUser, Event event) {
    for (Map.Entry<Place, Audience> entry : places.entrySet()) {
      PeerLink link = links.apply(entry.getKey());
      if (link != null) {
        int number = define(entry.getValue(), link);
        link.send(new Delivery.Deliver(number, shard, index, exceptUser, event));
      }
    }
  }

  private int define(Audience audience, PeerLink link) {
    if (audience.definedOn != link) {
      audience.definedOn = link;
      audience.number = link.nextAudience();
      List<Long> all = List.copyOf(audience.sessions.keySet());
      int first = Math.min(all.size(), Limits.MAX_LIST);
      link.send(
          new Delivery.AudienceDefine(audience.number, conversationID, all.subList(0, first)));
      for (int from = first; from < all.size(); from += Limits.MAX_LIST) {
        int to = Math.min(all.size(), from + Limits.MAX_LIST);
        link.send(new Delivery.AudienceAdd(audience.number, all.subList(from, to)));
      }
    }
    return audience.number;
  }

  /// Sends an event to the sessions of one user, but for one of them.
  ///
  /// @param exceptSession a session that is left out, or 0
  void direct(int shard, long index, long user, long exceptSession, Event event) {
    places.forEach(
        (place, audience) -> {
          List<Long> sessions = new ArrayList<>();
          audience.sessions.forEach(
              (session, of) -> {
                if (of == user && session != exceptSession) {
                  sessions.add(session);
                }
              });
          PeerLink link = links.apply(place);
          if (link != null && !sessions.isEmpty()) {
            link.send(new Delivery.Direct(sessions, shard, index, event));
          }
        });
  }

  /// Sends an event to everybody by name of session, for what is said before an audience is worth
  /// defining.
  void directToAll(int shard, long index, Event event) {
    places.forEach(
        (place, audience) -> {
          PeerLink link = links.apply(place);
          if (link != null) {
            link.send(
                new Delivery.Direct(List.copyOf(audience.sessions.keySet()), shard, index, event));
          }
        });
  }

  /// The seats that a user has here.
  List<Seat> of(long user) {
    return all().stream().filter(seat -> seat.userID() == user).toList();
  }

  List<Seat> all() {
    List<Seat> seats = new ArrayList<>();
    places.forEach(
        (place, audience) ->
            audience.sessions.forEach(
                (session, user) -> seats.add(new Seat(user, place.node(), place.loop(), session))));
    return seats;
  }

  /// Takes back all numbers: the conversation leaves memory.
  void drop() {
    places.forEach(
        (place, audience) -> {
          PeerLink link = links.apply(place);
          if (link != null && audience.definedOn == link) {
            link.send(new Delivery.AudienceDrop(audience.number));
          }
        });
    places.clear();
  }
}
