package io.realtimegateway.bench.load;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The options of the command line.
///
/// @param target base URL of the server
/// @param bare whether it is a `BareNettyServer`, which has rooms and no accounts
/// @param rooms number of conversations
/// @param size members of each, one socket for each member
/// @param rate total messages per second; 0 is as fast as `window` allows
/// @param window without a rate: messages in flight for each sending socket
/// @param senders without a rate: sending sockets of each room
/// @param idle sockets to open for the memory figure; 0 is none
/// @param seconds measured
/// @param warmup seconds before that at the same rate
/// @param content length of a message's content
/// @param loops event loops of the client
/// @param pid of the server, for CPU and memory; 0 is none
/// @param data folder of the server, for the CPU of its PostgreSQL; empty is none
record LoadOptions(
    URI target,
    boolean bare,
    int rooms,
    int size,
    int rate,
    int window,
    int senders,
    int idle,
    int seconds,
    int warmup,
    int content,
    int loops,
    long pid,
    String data) {

  static final String USAGE =
      """
      usage: LoadGenerator [--target http://localhost:7000] [--bare]
               [--rooms 250] [--size 4] [--rate 10000 | --rate 0 --window 4 --senders 4]
               [--idle 0] [--seconds 20] [--warmup 5] [--content 64] [--loops 1]
               [--pid PID] [--data DIR]

      The server must run without rate limits:
        bin/realtime-gateway run --set limits.commands=off --set limits.requests=off \\
          --set limits.upgrades=off --set limits.sign-ins=off
      """;

  private static final Set<String> NAMES =
      Set.of(
          "target", "rooms", "size", "rate", "window", "senders", "idle", "seconds", "warmup",
          "content", "loops", "pid", "data");

  LoadOptions {
    boolean sane = rooms > 0 && size > 0 && rate >= 0 && window > 0 && senders > 0 && idle >= 0;
    if (!sane || seconds < 1 || warmup < 0 || content < MeasuredContent.SHORTEST || loops < 1) {
      throw new IllegalArgumentException(
          "a number is out of range (content is at least " + MeasuredContent.SHORTEST + ")");
    }
  }

  static LoadOptions parse(String... arguments) {
    Map<String, String> given = new HashMap<>();
    boolean bare = false;
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i].startsWith("--") ? arguments[i].substring(2) : "";
      if (name.equals("bare")) {
        bare = true;
      } else if (NAMES.contains(name) && i + 1 < arguments.length) {
        given.put(name, arguments[++i]);
      } else {
        throw new IllegalArgumentException("cannot understand " + arguments[i]);
      }
    }
    return new LoadOptions(
        URI.create(given.getOrDefault("target", "http://localhost:7000")),
        bare,
        number(given, "rooms", 250),
        number(given, "size", 4),
        number(given, "rate", 10_000),
        number(given, "window", 4),
        number(given, "senders", 4),
        number(given, "idle", 0),
        number(given, "seconds", 20),
        number(given, "warmup", 5),
        number(given, "content", 64),
        number(given, "loops", 1),
        number(given, "pid", 0),
        given.getOrDefault("data", ""));
  }

  private static int number(Map<String, String> given, String name, int otherwise) {
    String text = given.get(name);
    return text == null ? otherwise : Integer.parseInt(text);
  }
}
