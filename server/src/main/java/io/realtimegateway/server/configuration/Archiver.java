package io.realtimegateway.server.configuration;

import io.realtimegateway.model.Range;
import java.time.Duration;

/// What moves the journal into PostgreSQL.
///
/// @param batch records of one transaction at most, 1..100000
/// @param workers threads, each with a connection of its own, 1..8
/// @param backOff longest pause between attempts while PostgreSQL is away, 100ms..5m
public record Archiver(int batch, int workers, Duration backOff) implements Group {

  public Archiver {
    Range.require("archiver.batch", batch, 1, 100_000);
    Range.require("archiver.workers", workers, 1, 8);
    Range.require("archiver.back-off", backOff, Duration.ofMillis(100), Duration.ofMinutes(5));
  }

  public static Archiver defaults() {
    return new Archiver(2_000, 2, Duration.ofSeconds(5));
  }
}
