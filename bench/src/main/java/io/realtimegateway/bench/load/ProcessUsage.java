package io.realtimegateway.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// The resource usage of a process, from `/proc`.
final class ProcessUsage {

  /// Clock ticks per second of usual Linux kernels.
  private static final double TICKS_PER_SECOND = 100;

  private static final int PARENT = 1;
  private static final int USER_TICKS = 11;
  private static final int CHILDREN_SYSTEM_TICKS = 14;

  private ProcessUsage() {}

  /// Seconds of CPU, user and kernel, of the process without its children.
  static double cpuSeconds(long pid) {
    String[] fields = stat(pid);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[USER_TICKS + 1]))
        / TICKS_PER_SECOND;
  }

  /// Seconds of CPU of the process and all its children, including ended ones.
  static double familyCpuSeconds(long pid) throws IOException {
    double sum = 0;
    String[] own = stat(pid);
    for (int i = USER_TICKS; i <= CHILDREN_SYSTEM_TICKS; i++) {
      sum += Long.parseLong(own[i]) / TICKS_PER_SECOND;
    }
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      for (Path process : processes.filter(ProcessUsage::isProcess).toList()) {
        long child = Long.parseLong(process.getFileName().toString());
        if (isChild(child, pid)) {
          sum += cpuSeconds(child);
        }
      }
    }
    return sum;
  }

  /// Resident memory in bytes.
  static long residentBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
      }
    }
    throw new IOException("no VmRSS");
  }

  /// The postmaster with data below a folder; 0 if there is none.
  static long postmaster(Path data) throws IOException {
    try (Stream<Path> files = Files.walk(data, 4)) {
      Path file =
          files
              .filter(path -> path.endsWith("postmaster.pid"))
              .findFirst()
              .orElse(Path.of("/dev/null"));
      return Files.readAllLines(file).stream().findFirst().map(Long::parseLong).orElse(0L);
    }
  }

  private static boolean isProcess(Path path) {
    return path.getFileName().toString().chars().allMatch(Character::isDigit);
  }

  private static boolean isChild(long pid, long parent) {
    try {
      return Long.parseLong(stat(pid)[PARENT]) == parent;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  /// The fields after the name, which may contain any character.
  private static String[] stat(long pid) {
    try {
      String text = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return text.substring(text.lastIndexOf(')') + 2).split(" ");
    } catch (IOException e) {
      throw new IllegalStateException("no process " + pid, e);
    }
  }
}
