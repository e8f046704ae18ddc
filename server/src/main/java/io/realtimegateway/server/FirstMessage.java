package io.realtimegateway.server;

import java.net.URI;
import java.util.Locale;

/// What the terminal shows to somebody who has just started the server: lines for a shell that send
/// a first message. They need only what the server has by itself, two users who name themselves.
final class FirstMessage {

  private FirstMessage() {}

  /// @param url base of the server's addresses, without a slash at the end
  static String lines(URI url) {
    return String.format(
        Locale.ROOT,
        """

        A first message, in another terminal (docs/rest.md goes on with sockets):

          B=%s/api/v1.0; J='Content-Type: application/json'
          BEN=$(curl -s -H "$J" $B/auth/dev/login -d '{"email":"ben@example.com","displayName":"Ben"}' | cut -d '"' -f 4)
          ADA=$(curl -s -H "$J" $B/auth/dev/login -d '{"email":"ada@example.com","displayName":"Ada"}' -D - | sed -n 's/^set-cookie: \\(token=[^;]*\\).*/\\1/Ip')
          C=$(curl -s -b "$ADA" -H 'Origin: %s' -H "$J" $B/conversations -d "{\\"participantIDs\\":[\\"$BEN\\"],\\"conversationType\\":\\"group-chat\\",\\"groupName\\":\\"Tea\\"}" | cut -d '"' -f 4)
          curl -s -b "$ADA" -H 'Origin: %s' -H "$J" $B/conversations/$C/messages -d '{"content":"Tea?"}'
          curl -s -b "$ADA" $B/conversations/$C/messages
        """,
        url,
        url,
        url);
  }
}
