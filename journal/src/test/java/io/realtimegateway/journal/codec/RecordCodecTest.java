package io.realtimegateway.journal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.realtimegateway.model.record.JournalEntry;
import io.realtimegateway.model.record.JournalRecord;
import io.realtimegateway.model.record.JournalRecord.CommandName;
import io.realtimegateway.model.record.JournalRecord.ConversationLoaded;
import io.realtimegateway.model.record.JournalRecord.ConversationUpdated;
import io.realtimegateway.model.record.JournalRecord.EpochStarted;
import io.realtimegateway.model.record.JournalRecord.LoginsRevoked;
import io.realtimegateway.model.record.JournalRecord.Member;
import io.realtimegateway.model.record.JournalRecord.MemberRemoved;
import io.realtimegateway.model.record.JournalRecord.MembersAdded;
import io.realtimegateway.model.record.JournalRecord.MessageCreated;
import io.realtimegateway.model.record.JournalRecord.MessageDeleted;
import io.realtimegateway.model.record.JournalRecord.MessageUpdated;
import io.realtimegateway.model.record.JournalRecord.OnlineChanged;
import io.realtimegateway.model.record.JournalRecord.ReadMarker;
import io.realtimegateway.model.record.JournalRecord.ReadMarkersMoved;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class RecordCodecTest {
  private static final CommandName NAME = new CommandName(9, "näme", true, -1, 2);

  static Stream<JournalRecord> samples() {
    return Stream.of(
        new EpochStarted(1, "new"),
        new ConversationLoaded(7, "group-chat", 1, 0, 2, 3, false, List.of(new Member(1, 2, 3, 4))),
        new ConversationLoaded(7, "private-chat", 1, 0, 2, 3, true, List.of()),
        new MessageCreated(7, 1, 8, 9, 10, "text €𝄞", "{}", NAME),
        new MessageCreated(7, 1, 8, 9, 10, "", null, NAME),
        new MessageUpdated(7, 2, 8, 9, 1, 10, 11, "new", null, "mine", NAME),
        new MessageUpdated(7, 2, 8, 9, 1, 10, 11, "new", "{\"a\":1}", null, NAME),
        new MessageDeleted(7, 3, 8, 9, 1, 10, 12, NAME),
        new MembersAdded(7, 4, List.of(20L, 21L), 13, NAME),
        new MemberRemoved(7, 6, 20, 1, 14, NAME),
        new ConversationUpdated(7, 7, 9, "Team €𝄞", "{\"a\":1}", 15, NAME),
        new ConversationUpdated(7, 8, 0, "Team", null, 16, NAME),
        new ReadMarkersMoved(List.of(new ReadMarker(7, 1, 6))),
        new OnlineChanged(List.of(1L), List.of(2L, 3L)),
        new LoginsRevoked(1, "login", 2, 3),
        new LoginsRevoked(1, null, 2, 3));
  }

  @Test
  void everyKindOfRecordHasASample() {
    assertThat(samples().map(Object::getClass).distinct())
        .hasSameSizeAs(leaves(JournalRecord.class).toList());
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aRecordIsDecodedAsItWasEncoded(JournalRecord sample) {
    JournalEntry entry = new JournalEntry(63, -5, Long.MAX_VALUE, 6, sample);
    assertThat(RecordCodec.decode(63, Long.MAX_VALUE, encode(entry))).isEqualTo(entry);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void aRecordThatEndsEarlyOrLateIsMalformed(JournalRecord sample) {
    byte[] bytes = encode(new JournalEntry(1, 2, 3, 4, sample));
    for (int length = 0; length <= bytes.length + 1; length++) {
      byte[] other = Arrays.copyOf(bytes, length);
      if (length != bytes.length) {
        assertThatThrownBy(() -> RecordCodec.decode(1, 3, other))
            .isInstanceOf(MalformedRecordException.class);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("samples")
  void anyFlippedByteGivesARecordOrIsMalformed(JournalRecord sample) {
    byte[] bytes = encode(new JournalEntry(1, 2, 3, 4, sample));
    for (int at = 0; at < bytes.length; at++) {
      for (int flip : new int[] {0x01, 0x80, 0xFF}) {
        byte[] other = bytes.clone();
        other[at] ^= (byte) flip;
        decodeTotally(other);
      }
    }
  }

  @Property(tries = 5000)
  void anyBytesGiveARecordOrAreMalformed(@ForAll byte[] bytes, @ForAll byte type) {
    byte[] framed = Arrays.copyOf(bytes, Math.max(2, bytes.length));
    framed[0] = RecordCodec.FORMAT;
    framed[1] = (byte) (type & 0xF);
    decodeTotally(framed);
  }

  @Property
  void anyTextIsDecodedAsItWasEncoded(@ForAll String content) {
    String proper = content.replaceAll("[\\ud800-\\udfff]", "?");
    JournalEntry entry =
        new JournalEntry(1, 2, 3, 4, new MessageCreated(7, 1, 8, 9, 10, proper, proper, NAME));
    assertThat(RecordCodec.decode(1, 3, encode(entry))).isEqualTo(entry);
  }

  @Test
  void recordsOfFormatOneAreRead() {
    String hex =
        "01" // format
            + "03" // message created
            + "00000000000000e1" // epoch
            + "0000000000000004" // term
            + "0000000000000007" // conversation
            + "0000000000000001" // seq
            + "0000000000000008" // message
            + "0000000000000009" // author
            + "000000000000000a" // created at
            + "00000002"
            + "6869" // content
            + "00" // no metadata
            + "0000000000000009" // author of the command
            + "00000001"
            + "6e" // name
            + "01" // chosen by the client
            + "000000000000000b" // digest
            + "000000000000000c";
    JournalEntry entry =
        new JournalEntry(
            1,
            0xE1,
            3,
            4,
            new MessageCreated(7, 1, 8, 9, 10, "hi", null, new CommandName(9, "n", true, 11, 12)));
    assertThat(HexFormat.of().formatHex(encode(entry))).isEqualTo(hex);
    assertThat(RecordCodec.decode(1, 3, HexFormat.of().parseHex(hex))).isEqualTo(entry);
  }

  @Test
  void aNewerFormatIsNamed() {
    assertThatThrownBy(() -> RecordCodec.decode(1, 3, new byte[] {2, 3}))
        .isInstanceOf(MalformedRecordException.class)
        .hasMessage("format version 2, this program reads 1");
  }

  @Test
  void aLoneSurrogateBecomesAQuestionMark() {
    ByteOutput out = new ByteOutput(1);
    out.text("a\uD800b");
    assertThat(new ByteInput(out.toBytes()).text()).isEqualTo("a?b");
  }

  private static void decodeTotally(byte[] bytes) {
    try {
      assertThat(RecordCodec.decode(1, 3, bytes)).isNotNull();
    } catch (MalformedRecordException expected) {
      assertThat(expected).hasMessageMatching(".+");
    }
  }

  private static byte[] encode(JournalEntry entry) {
    ByteOutput out = new ByteOutput(1);
    RecordCodec.encode(entry, out);
    return out.toBytes();
  }

  private static Stream<Class<?>> leaves(Class<?> sealed) {
    return Stream.of(sealed.getPermittedSubclasses())
        .flatMap(sub -> sub.isSealed() ? leaves(sub) : Stream.of(sub));
  }
}
