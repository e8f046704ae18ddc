package io.realtimegateway.engine.loop;

import io.realtimegateway.engine.stop.StopPoint;
import io.realtimegateway.journal.Journal;
import io.realtimegateway.protocol.packet.LinkPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The logs of one engine loop.
public final class LogWriters {
  private final Map<Integer, LogWriter> logs = new TreeMap<>();
  private final Journal journal;
  private final Consumer<Throwable> failed;

  /// Creates it without logs.
  ///
  /// @param failed receives the exception of an append
  public LogWriters(Journal journal, Consumer<Throwable> failed) {
    this.journal = journal;
    this.failed = failed;
  }

  public void add(LogWriter writer) {
    logs.put(writer.log(), writer);
  }

  /// The writer of a log, or null if another loop owns it.
  public @Nullable LogWriter of(int log) {
    return logs.get(log);
  }

  public List<Integer> numbers() {
    return List.copyOf(logs.keySet());
  }

  public List<LinkPacket.OwnedLog> owned() {
    return logs.values().stream()
        .map(writer -> new LinkPacket.OwnedLog(writer.log(), writer.term()))
        .toList();
  }

  public boolean areOwned() {
    return logs.values().stream().allMatch(LogWriter::isOwned);
  }

  /// Whether no append is in flight.
  public boolean areIdle() {
    return logs.values().stream().allMatch(LogWriter::isIdle);
  }

  public void fence() {
    logs.values().forEach(LogWriter::fence);
  }

  /// Appends the gathered records, in one call for all logs.
  ///
  /// @return whether there were any
  boolean append() {
    List<Journal.Append> appends = new ArrayList<>(logs.size());
    for (LogWriter writer : logs.values()) {
      Journal.Append append = writer.take();
      if (append != null) {
        appends.add(append);
      }
    }
    if (!appends.isEmpty()) {
      StopPoint.DECIDED.reached();
      append(appends);
    }
    return !appends.isEmpty();
  }

  /// The outcome of an append that throws is unknown.
  private void append(List<Journal.Append> appends) {
    try {
      journal.append(appends);
    } catch (Throwable failure) {
      failed.accept(failure);
      for (Journal.Append append : appends) {
        LogWriter writer = logs.get(append.log());
        if (writer != null) {
          writer.fence();
        }
      }
    }
  }
}
