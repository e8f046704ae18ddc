package io.realtimegateway.protocol.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.realtimegateway.protocol.packet.Event;
import io.realtimegateway.protocol.packet.Nonce;
import io.realtimegateway.protocol.packet.Packet;
import io.realtimegateway.protocol.packet.Proof;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Types and ranges of the tables of docs/PROTOCOL.md are those of the codec: an implementation
/// written from the page alone reads, writes and refuses the same bytes.
final class SpecifiedLayoutTest {
  private static final BigInteger TWO = BigInteger.TWO;
  private static final Pattern RANGE = Pattern.compile("(\\d+)\\.\\.(\\d+(?:\\^\\d+−1)?)");
  private static final Pattern NUMBER_OF_KIND = Pattern.compile("(?:^|[,;] )(\\d+) [a-z_]+");
  private static final Pattern MOST_UNITS = Pattern.compile("at most (\\d+) UTF-16 units");
  private static final Pattern POINTS = Pattern.compile("(\\d+)\\.\\.(\\d+) code points");
  private static final Pattern BYTES = Pattern.compile("(\\d+)\\.\\.(\\d+) bytes");

  /// Bound to each other: a loop is below the number of loops.
  private static final Set<String> TOGETHER = Set.of("Welcome.loop", "Welcome.loops");

  private final PageLayout page = page();

  private static PageLayout page() {
    try {
      return PageLayout.read();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static Stream<String> names() {
    return Samples.ALL.keySet().stream();
  }

  @Test
  void opcodesAreThoseOfThePage() {
    Map<Integer, String> known =
        Samples.ALL.values().stream()
            .distinct()
            .collect(
                Collectors.toMap(
                    packet -> Frames.encode(packet)[1] & 0xFF,
                    packet -> packet.getClass().getSimpleName(),
                    (one, _) -> one));
    assertThat(page.opcodes()).containsExactlyInAnyOrderEntriesOf(known);
  }

  @ParameterizedTest
  @MethodSource("names")
  void aFrameReadByThePageHasTheValuesOfItsRecordAndIsWrittenTheSame(String name) {
    Packet packet = Objects.requireNonNull(Samples.ALL.get(name));
    byte[] frame = Frames.encode(packet);
    Map<String, @Nullable Object> tree = page.decode(frame);
    Map<String, @Nullable Object> expected = tree(packet);
    expected.remove(PageLayout.EVENT);
    assertThat(tree).usingRecursiveComparison().isEqualTo(expected);
    assertThat(page.encode(packet.getClass().getSimpleName(), tree)).isEqualTo(frame);
  }

  /// At each bound of each field, and one beyond it.
  @ParameterizedTest
  @MethodSource("names")
  void rangesOfThePageAreThoseOfTheCodec(String name) {
    Packet packet = Objects.requireNonNull(Samples.ALL.get(name));
    String kind = packet.getClass().getSimpleName();
    Map<String, @Nullable Object> root = page.decode(Frames.encode(packet));
    probe(kind, root, () -> Frames.decode(page.encode(kind, root)));
  }

  /// Decodes the frame of the tree as it is now.
  private interface Try {
    Decoded now();
  }

  private void probe(String structure, Map<String, @Nullable Object> at, Try attempt) {
    for (PageLayout.Field field : page.table(structure)) {
      Object original = at.get(field.name());
      if (!TOGETHER.contains(structure + "." + field.name())) {
        for (Bound bound : bounds(field)) {
          at.put(field.name(), bound.value());
          assertThat(attempt.now() instanceof Decoded.Whole)
              .as("%s.%s = %s", structure, field.name(), abbreviated(bound.value()))
              .isEqualTo(bound.isGood());
        }
        at.put(field.name(), original);
      }
      deeper(field, original, attempt);
    }
  }

  private void deeper(PageLayout.Field field, @Nullable Object value, Try attempt) {
    if (value instanceof List<?> entries) {
      entries.forEach(
          entry -> deeper(new PageLayout.Field("", entryType(field), ""), entry, attempt));
    } else if (value instanceof Map<?, ?> inner) {
      Map<String, @Nullable Object> tree = PageLayout.tree(inner);
      Object event = tree.get(PageLayout.EVENT);
      probe(event == null ? field.type() : event.toString(), tree, attempt);
    }
  }

  private static String entryType(PageLayout.Field field) {
    return field.type().substring("list of ".length());
  }

  /// A value at or beyond an end of a range.
  private record Bound(Object value, boolean isGood) {}

  private static List<Bound> bounds(PageLayout.Field field) {
    return switch (field.type()) {
      case "u8", "u16", "u32", "u64" -> numbers(field);
      case "flag" -> List.of(new Bound(2L, false), new Bound(true, true), new Bound(false, true));
      case "text", "optional text" -> texts(field.range());
      default -> List.of();
    };
  }

  private static List<Bound> numbers(PageLayout.Field field) {
    String range = field.range();
    if (range.startsWith("any 64 bits")) {
      return List.of(new Bound(-1L, true), new Bound(Long.MIN_VALUE, true), new Bound(0L, true));
    }
    Matcher bounds = RANGE.matcher(range);
    if (!bounds.find()) {
      return kinds(range);
    }
    BigInteger low = number(bounds.group(1));
    BigInteger high = number(bounds.group(2));
    boolean zeroToo = range.startsWith("0, or ") || range.startsWith("0 where ");
    BigInteger past = TWO.pow(Integer.parseInt(field.type().substring(1)));
    List<Bound> found = new ArrayList<>();
    found.add(new Bound(low.longValue(), true));
    found.add(new Bound(high.longValue(), true));
    if (low.signum() > 0) {
      found.add(
          new Bound(low.subtract(BigInteger.ONE).longValue(), zeroToo && low.intValue() == 1));
      found.add(new Bound(0L, zeroToo));
    }
    if (high.add(BigInteger.ONE).compareTo(past) < 0) {
      found.add(new Bound(high.add(BigInteger.ONE).longValue(), false));
      found.add(new Bound(past.subtract(BigInteger.ONE).longValue(), false));
    }
    return found;
  }

  /// The numbers of an enumeration, as in `1 user: …; 2 application: …`.
  private static List<Bound> kinds(String range) {
    List<Long> named =
        NUMBER_OF_KIND.matcher(range).results().map(kind -> Long.valueOf(kind.group(1))).toList();
    assertThat(named).as(range).isNotEmpty();
    List<Bound> found = new ArrayList<>();
    named.forEach(number -> found.add(new Bound(number, true)));
    found.add(new Bound(0L, false));
    found.add(new Bound(named.getLast() + 1, false));
    return found;
  }

  private static List<Bound> texts(String range) {
    List<Bound> found = new ArrayList<>();
    found.add(new Bound("a\0", false));
    addTexts(found, range, POINTS, "👋"::repeat);
    addTexts(found, range, BYTES, "x"::repeat);
    Matcher units = MOST_UNITS.matcher(range);
    if (units.find()) {
      int most = Integer.parseInt(units.group(1));
      found.add(new Bound("ü".repeat(most), true));
      found.add(new Bound("x".repeat(most + 1), false));
    }
    assertThat(found).as("a limit in: " + range).hasSizeGreaterThan(1);
    return found;
  }

  private static void addTexts(
      List<Bound> found, String range, Pattern pattern, Function<Integer, String> text) {
    Matcher limits = pattern.matcher(range);
    if (limits.find()) {
      int least = Integer.parseInt(limits.group(1));
      int most = Integer.parseInt(limits.group(2));
      found.add(new Bound(text.apply(least), true));
      found.add(new Bound(text.apply(least - 1), false));
      found.add(new Bound(text.apply(most), true));
      found.add(new Bound(text.apply(most + 1), false));
    }
  }

  private static BigInteger number(String text) {
    int power = text.indexOf('^');
    if (power < 0) {
      return new BigInteger(text);
    }
    int exponent = Integer.parseInt(text.substring(power + 1, text.indexOf('−')));
    return TWO.pow(exponent).subtract(BigInteger.ONE);
  }

  private static String abbreviated(Object value) {
    String text = value.toString();
    return text.length() < 40 ? text : text.substring(0, 20) + "… of " + text.length();
  }

  // ---- records as trees

  private static Map<String, @Nullable Object> tree(Object record) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    if (record instanceof Event) {
      values.put(PageLayout.EVENT, record.getClass().getSimpleName());
    }
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      values.put(component.getName(), plain(component(record, component)));
    }
    return values;
  }

  private static @Nullable Object component(Object record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer number -> number.longValue();
      case Nonce(long high, long low) -> bytes(high, low);
      case Proof(long a, long b, long c, long d) -> bytes(a, b, c, d);
      case Enum<?> constant ->
          Arrays.asList(constant.getDeclaringClass().getEnumConstants()).indexOf(constant) + 1L;
      case List<?> entries -> entries.stream().map(SpecifiedLayoutTest::plain).toList();
      case Record record -> tree(record);
      default -> value;
    };
  }

  private static byte[] bytes(long... words) {
    ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES);
    Arrays.stream(words).forEach(bytes::putLong);
    return bytes.array();
  }
}
