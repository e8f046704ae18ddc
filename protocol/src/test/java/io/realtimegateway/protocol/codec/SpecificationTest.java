package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.packet.Answer;
import io.realtimegateway.protocol.packet.LinkPacket;
import io.realtimegateway.protocol.packet.Position;
import io.realtimegateway.protocol.packet.SessionPacket;
import io.realtimegateway.protocol.packet.ShardPacket;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// docs/PROTOCOL.md has what the records have, and the other way round.
final class SpecificationTest {
  private static final Path PAGE = Path.of("../docs/PROTOCOL.md");
  private static final Pattern SECTION = Pattern.compile("(?ms)^### (.+?)$(.*?)(?=^##|\\z)");
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(\\w+)` \\| ([^|]+) \\|");
  private static final Pattern EXAMPLE =
      Pattern.compile("(?ms)^# (?:engine|gateway): (\\w+)$(.*?)^```");

  @Test
  void everyRecordIsDescribedFieldByField() throws IOException {
    assertThat(described()).containsExactlyInAnyOrderEntriesOf(declared());
  }

  @Test
  void everyFrameOfTheExampleIsWhatItSaysAndFollowsTheHandshake() throws IOException {
    List<String> names =
        EXAMPLE
            .matcher(Files.readString(PAGE))
            .results()
            .map(
                match -> {
                  String hex =
                      match
                          .group(2)
                          .lines()
                          .map(line -> line.replaceFirst("#.*", ""))
                          .collect(Collectors.joining());
                  Decoded decoded = Frames.decode(HexFormat.of().parseHex(hex.replace(" ", "")));
                  assertThat(decoded).as(match.group(1)).isInstanceOf(Decoded.Whole.class);
                  assertThat(((Decoded.Whole) decoded).packet().getClass().getSimpleName())
                      .isEqualTo(match.group(1));
                  return match.group(1);
                })
            .toList();
    assertThat(names)
        .containsExactly(
            "Challenge",
            "Hello",
            "Welcome",
            "Register",
            "Registered",
            "Connect",
            "Redeemed",
            "Attached",
            "SendMessage",
            "Ack",
            "AudienceDefine",
            "Deliver");
  }

  /// Section title, for example `5 SendMessage`, to the names of its fields in order.
  private static Map<String, List<String>> described() throws IOException {
    Map<String, List<String>> described = new LinkedHashMap<>();
    SECTION
        .matcher(Files.readString(PAGE))
        .results()
        .forEach(
            section ->
                described.put(
                    section.group(1),
                    ROW.matcher(section.group(2)).results().map(row -> row.group(1)).toList()));
    return described;
  }

  private static Map<String, List<String>> declared() {
    Map<String, List<String>> declared = new LinkedHashMap<>();
    for (var sample : Samples.ALL.values()) {
      byte opcode = Frames.encode(sample)[1];
      declared.put(
          (opcode & 0xFF) + " " + sample.getClass().getSimpleName(), fields(sample.getClass()));
    }
    Stream.of(
            Position.class,
            LinkPacket.OwnedLog.class,
            SessionPacket.LiveSession.class,
            Answer.Change.class,
            ShardPacket.SessionAddress.class)
        .forEach(type -> declared.put(type.getSimpleName(), fields(type)));
    return declared;
  }

  private static List<String> fields(Class<?> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }
}
