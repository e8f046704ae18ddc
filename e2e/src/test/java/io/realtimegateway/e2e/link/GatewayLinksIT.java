package io.realtimegateway.e2e.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.e2e.harness.ChatSocket;
import io.realtimegateway.e2e.harness.Patience;
import io.realtimegateway.e2e.harness.ServerProcess;
import io.realtimegateway.link.Link;
import io.realtimegateway.link.LinkClosed;
import io.realtimegateway.model.Shards;
import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.Delivery;
import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.security.Login;
import io.realtimegateway.security.Secret;
import io.realtimegateway.security.Tickets;
import io.realtimegateway.security.TokenKeys;
import io.realtimegateway.security.TokenSettings;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real gateway process under an engine that does what a test says.
final class GatewayLinksIT {
  private static final long USER = 5;

  /// The loop of two behind which the user's shard is.
  private static final int OF_USER = Shards.logOf(Shards.ofUser(USER)) % 2;

  @TempDir private Path folder;
  private Secret secret;
  private Path secretFile;

  @BeforeEach
  void makeSecret() throws IOException {
    String text = "the link secret of this test, long enough";
    secret = Secret.ofText(text);
    secretFile = folder.resolve("link.secret");
    Files.writeString(secretFile, text);
    Files.setPosixFilePermissions(secretFile, PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void aSocketThatWasNotGreetedWhenItsLinkWasLostIsGreetedWhenItIsBack() throws Exception {
    Queue<Link> links = new ConcurrentLinkedQueue<>();
    CompletableFuture<SessionPacket.Register> again = new CompletableFuture<>();
    CompletableFuture<Long> asksForPresence = new CompletableFuture<>();
    try (ScriptedEngine engine =
            new ScriptedEngine(
                secret,
                1,
                (_, link, packet) -> {
                  if (packet instanceof SessionPacket.Register register) {
                    if (!links.isEmpty()) {
                      again.complete(register);
                    }
                    links.add(link);
                    registered(link);
                  } else if (packet instanceof SessionPacket.Connect connect) {
                    ScriptedEngine.say(link, new Answer.Redeemed(connect.request()));
                  } else if (packet instanceof SessionPacket.SendPresence wanted) {
                    asksForPresence.complete(wanted.userID());
                  }
                });
        ServerProcess gateway = gateway(engine);
        ChatSocket socket = open(gateway)) {
      Link first = links.element();
      breakOff(first);
      SessionPacket.Register named = again.get(30, TimeUnit.SECONDS);
      assertThat(named.sessions())
          .extracting(SessionPacket.LiveSession::userID)
          .containsExactly(USER);
      assertThat(named.positions()).hasSize(Shards.COUNT);
      assertThat(socket.await("hello").getLong("userID")).isEqualTo(USER);
      assertThat(asksForPresence.get(30, TimeUnit.SECONDS)).isEqualTo(USER);
      assertThat(socket.closeCode()).isEmpty();
    }
  }

  @Test
  void untilEachShardWasHeardOfOnceNoSocketIsTaken() {
    Queue<Link> unanswered = new ConcurrentLinkedQueue<>();
    try (ScriptedEngine engine =
            new ScriptedEngine(
                secret,
                2,
                (loop, link, packet) -> {
                  if (packet instanceof SessionPacket.Register && loop == OF_USER) {
                    registered(link);
                  } else if (packet instanceof SessionPacket.Register) {
                    unanswered.add(link);
                  } else {
                    attach(link, packet);
                  }
                });
        ServerProcess gateway = gateway(engine)) {
      Patience.until("both registrations", () -> !unanswered.isEmpty());
      assertThat(refusal(gateway)).isEqualTo(503);
      unanswered.forEach(GatewayLinksIT::registered);
      Patience.until("the gateway to take sockets", () -> isTaken(gateway));
    }
  }

  /// The engine may carry out what it did not answer in time: the user would stay online.
  @Test
  void aTicketThatIsNotAnsweredInTimeLeavesNoSession() throws Exception {
    CompletableFuture<SessionPacket.Connect> asked = new CompletableFuture<>();
    CompletableFuture<SessionPacket.Disconnect> ended = new CompletableFuture<>();
    try (ScriptedEngine engine =
            new ScriptedEngine(
                secret,
                1,
                (_, link, packet) -> {
                  if (packet instanceof SessionPacket.Register) {
                    registered(link);
                  } else if (packet instanceof SessionPacket.Connect connect) {
                    asked.complete(connect);
                  } else if (packet instanceof SessionPacket.Disconnect disconnect) {
                    ended.complete(disconnect);
                  }
                });
        ServerProcess gateway = gateway(engine)) {
      Patience.until("a ticket at the engine", () -> refusal(gateway) == 503 && asked.isDone());
      SessionPacket.Connect connect = asked.get(30, TimeUnit.SECONDS);
      assertThat(ended.get(30, TimeUnit.SECONDS))
          .isEqualTo(new SessionPacket.Disconnect(connect.session(), USER));
    }
  }

  /// A session is in audiences only if the link of its user is there: while that is away, it may
  /// miss what comes on other links. If such a link is lost then too, the engine has to learn from
  /// where on the session has missed something, or it would never be sent.
  @Test
  void whatComesOnOneLinkWhileTheUsersOwnIsLostDoesNotCountAsReceived() throws Exception {
    Queue<Link> ofUser = new ConcurrentLinkedQueue<>();
    Queue<Link> ofOthers = new ConcurrentLinkedQueue<>();
    CompletableFuture<SessionPacket.Register> again = new CompletableFuture<>();
    try (ScriptedEngine engine =
            new ScriptedEngine(
                secret,
                2,
                (loop, link, packet) -> {
                  Queue<Link> links = loop == OF_USER ? ofUser : ofOthers;
                  if (packet instanceof SessionPacket.Register register) {
                    links.add(link);
                    if (links.size() == 1) {
                      registered(link);
                    } else if (loop != OF_USER) {
                      again.complete(register);
                    }
                  } else {
                    attach(link, packet);
                  }
                });
        ServerProcess gateway = gateway(engine);
        ChatSocket socket = open(gateway)) {
      socket.await("hello");
      breakOff(ofUser.element());
      Patience.until("the link of the user to register again", () -> ofUser.size() == 2);
      Position before = engine.positions(1 - OF_USER).getFirst();
      Event event = new Event.TypingEvent(1, USER + 1, true);
      long later = before.index() + 50;
      ScriptedEngine.say(
          ofOthers.element(), new Delivery.Deliver(1, before.shard(), later, 0, event));
      breakOff(ofOthers.element());
      assertThat(again.get(30, TimeUnit.SECONDS).positions()).contains(before);
    }
  }

  private static void breakOff(Link link) {
    link.eventLoop().execute(() -> link.close(LinkClosed.LOCAL, "as if it broke"));
  }

  @Test
  void aDrainSendsTheSocketsAway() {
    Queue<Link> links = new ConcurrentLinkedQueue<>();
    try (ScriptedEngine engine =
            new ScriptedEngine(
                secret,
                1,
                (_, link, packet) -> {
                  if (packet instanceof SessionPacket.Register) {
                    links.add(link);
                    registered(link);
                  }
                  attach(link, packet);
                });
        ServerProcess gateway = gateway(engine);
        ChatSocket socket = open(gateway)) {
      socket.await("hello");
      ScriptedEngine.say(links.element(), new LinkPacket.Drain(100));
      assertThat(socket.awaitClose()).isEqualTo(1001);
    }
  }

  private static void registered(Link link) {
    ScriptedEngine.say(link, new SessionPacket.Registered(List.<Position>of()));
  }

  private static void attach(Link link, Packet packet) {
    if (packet instanceof SessionPacket.Connect connect) {
      ScriptedEngine.say(link, new Answer.Redeemed(connect.request()));
      ScriptedEngine.say(link, new SessionPacket.Attached(connect.session()));
    }
  }

  private ServerProcess gateway(ScriptedEngine engine) {
    return new ServerProcess(folder.resolve("gateway"))
        .with("--roles", "gateway", "--set", "threads.event-loops=1")
        .with("--set", "link.engine=127.0.0.1:" + engine.port())
        .with("--set", "link.secret-file=" + secretFile, "--set", "limits.upgrades=off")
        .start();
  }

  private ChatSocket open(ServerProcess gateway) {
    CompletableFuture<ChatSocket> opened = new CompletableFuture<>();
    Patience.until(
        "the gateway to take a socket",
        () -> {
          try {
            return opened.complete(ChatSocket.open(address(gateway)));
          } catch (CompletionException e) {
            return false;
          }
        });
    return opened.join();
  }

  private boolean isTaken(ServerProcess gateway) {
    try (ChatSocket opened = ChatSocket.open(address(gateway))) {
      return opened.closeCode().isEmpty();
    } catch (CompletionException e) {
      return false;
    }
  }

  private int refusal(ServerProcess gateway) {
    try (ChatSocket opened = ChatSocket.open(address(gateway))) {
      throw new AssertionError("opened, and heard " + opened.heard());
    } catch (CompletionException e) {
      if (e.getCause() instanceof WebSocketHandshakeException refused) {
        return refused.getResponse().statusCode();
      }
      throw e;
    }
  }

  private URI address(ServerProcess gateway) {
    Instant now = Instant.now();
    Tickets tickets =
        new Tickets(
            TokenSettings.defaults(),
            TokenKeys.of(secret.derive("rtg1-tokens")),
            InstantSource.system(),
            new SecureRandom());
    Login login = new Login(USER, "login", now, now.plus(Duration.ofHours(1)));
    String ticket = tickets.issue(login, ScriptedEngine.TERM).token();
    return URI.create("ws://" + gateway.url().getRawAuthority() + "/ws?token=" + ticket);
  }
}
