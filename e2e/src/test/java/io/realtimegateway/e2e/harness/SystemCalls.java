package io.realtimegateway.e2e.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What `strace` wrote of a server: its writes and syncs, in the order in which they ended. Places
/// are numbers of lines.
public final class SystemCalls {

  private static final Pattern LINE = Pattern.compile("(\\d+)\\s+(.*)");
  private static final String UNFINISHED = " <unfinished ...>";
  private static final Pattern RESUMED = Pattern.compile("<\\.\\.\\. \\w+ resumed>(.*)");
  private static final Pattern JOURNAL = Pattern.compile("\\w+\\(\\d+<[^>]*/journal/\\d+\\.log>.*");

  /// @param begun line in which it began
  /// @param ended line in which it had ended
  private record Call(int begun, int ended, String text) {
    boolean isSync() {
      return text.startsWith("fdatasync(") || text.startsWith("fsync(");
    }

    boolean isOfJournal() {
      return JOURNAL.matcher(text).matches();
    }
  }

  private final List<Call> calls = new ArrayList<>();

  private SystemCalls() {}

  /// The `strace` that `bin/strace` finds or installs.
  ///
  /// @throws IllegalStateException if there is none, or it may not trace
  private static String program() {
    try {
      Process search =
          new ProcessBuilder(Repository.folder().resolve("bin/strace").toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      String path =
          new String(search.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (search.waitFor() != 0) {
        throw new IllegalStateException("bin/strace found no strace; it says why above");
      }
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /// The program through which a server is traced; it keeps its process.
  public static String[] tracingInto(Path file) {
    String names = "trace=fdatasync,fsync,write,pwrite64,writev,sendto,sendmsg";
    return new String[] {
      program(), "-D", "-f", "--seccomp-bpf", "-y", "-s", "4096", "-e", names, "-o", file.toString()
    };
  }

  /// The same, and every sync fails of a thread that has synced that often.
  public static String[] failingSyncsFrom(int number, Path file) {
    List<String> program = new ArrayList<>(List.of(tracingInto(file)));
    for (String call : List.of("fdatasync", "fsync")) {
      program.addAll(List.of("-e", "inject=" + call + ":error=EIO:when=" + number + "+"));
    }
    return program.toArray(String[]::new);
  }

  /// What was written so far.
  public static SystemCalls of(Path file) {
    SystemCalls read = new SystemCalls();
    Map<String, Call> open = new HashMap<>();
    int number = 0;
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
        number++;
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches()) {
          read.add(open, number, matcher.group(1), matcher.group(2));
        }
      }
      return read;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void add(Map<String, Call> open, int number, String thread, String text) {
    Matcher resumed = RESUMED.matcher(text);
    if (resumed.matches()) {
      Call begun = open.remove(thread);
      if (begun != null) {
        calls.add(new Call(begun.begun, number, begun.text + resumed.group(1)));
      }
    } else if (text.endsWith(UNFINISHED)) {
      String begun = text.substring(0, text.length() - UNFINISHED.length());
      open.put(thread, new Call(number, number, begun));
    } else {
      calls.add(new Call(number, number, text));
    }
  }

  /// Where the journal's log had got this text.
  public OptionalInt recordWritten(String content) {
    return first(call -> !call.isSync() && call.isOfJournal() && call.text.contains(content));
  }

  /// Where the first sync of the journal's log ended that began later.
  public OptionalInt syncedAfter(int place) {
    return first(
        call ->
            call.isSync() && call.isOfJournal() && call.begun > place && call.text.endsWith("= 0"));
  }

  /// Where the `ack` with this `ref` began to go to a socket.
  public OptionalInt ackWritten(String ref) {
    return calls.stream()
        .filter(call -> call.text.contains("ack") && call.text.contains(ref))
        .mapToInt(Call::begun)
        .findFirst();
  }

  /// Where the first sync of the journal's log failed.
  public OptionalInt failedSync() {
    return first(call -> call.isSync() && call.isOfJournal() && call.text.contains("= -1 EIO"));
  }

  /// Syncs of the journal's log that began later.
  public List<String> journalSyncsAfter(int place) {
    return calls.stream()
        .filter(call -> call.isSync() && call.isOfJournal() && call.begun > place)
        .map(Call::text)
        .toList();
  }

  /// How often the journal's log was synced.
  public int journalSyncs() {
    return (int) calls.stream().filter(call -> call.isSync() && call.isOfJournal()).count();
  }

  private OptionalInt first(Predicate<Call> wanted) {
    return calls.stream().filter(wanted).mapToInt(Call::ended).findFirst();
  }
}
