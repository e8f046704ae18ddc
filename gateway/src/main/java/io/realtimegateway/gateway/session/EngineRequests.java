package io.realtimegateway.gateway.session;

import io.realtimegateway.link.Link;
import io.realtimegateway.link.connecting.EngineLinks;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Request;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends packets of the sessions of one loop to the engine. A session whose command went to a full
/// link takes no further command until a link has room.
public final class EngineRequests {
  private final EngineLinks links;
  private final Duration answerWait;
  private final @Nullable Link[] linkOfLog = new Link[Shards.LOGS];
  private final Queue<InputPauses> waitingForLink = new ArrayDeque<>();

  /// @param answerWait how long a command may wait for its answer
  public EngineRequests(EngineLinks links, Duration answerWait) {
    this.links = links;
    this.answerWait = answerWait;
  }

  /// Number for the next request.
  public long nextRequest() {
    return links.nextRequest();
  }

  /// Whether the link to the user's shard is open and registered.
  public boolean isReady(long userID) {
    return links.isReady(Shards.ofUser(userID));
  }

  /// Sends a packet that is not answered; dropped if the link is away.
  public void send(int shard, Packet packet) {
    links.send(shard, packet);
  }

  /// Sends a request.
  ///
  /// @param wait for the answer
  public void send(Request request, Duration wait, Consumer<Packet> answer) {
    links.request(request, wait, answer);
  }

  /// Sends a command of a session, and holds the next ones if the link is full.
  void sendCommand(Request request, InputPauses pauses, Consumer<Packet> answer) {
    links.request(request, answerWait, answer);
    Link link = linkOfLog[Shards.logOf(request.shard())];
    if (link != null && link.isOpen() && !link.isWritable()) {
      pauses.add(InputPauses.Pause.LINK);
      waitingForLink.add(pauses);
    }
  }

  /// A link serves these logs from now on.
  public void linked(Link link, List<LinkPacket.OwnedLog> logs) {
    for (LinkPacket.OwnedLog owned : logs) {
      linkOfLog[owned.log()] = link;
    }
  }

  /// A link has room again, or was lost.
  public void resume() {
    for (int left = waitingForLink.size(); left > 0; left--) {
      waitingForLink.remove().remove(InputPauses.Pause.LINK);
    }
  }
}
