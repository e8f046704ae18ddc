package io.realtimegateway.bench.report;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// A picture of latency against deliveries a second, both axes logarithmic, as SVG.
final class LatencyPlot {

  private static final int WIDTH = 760;
  private static final int HEIGHT = 420;
  private static final int LEFT = 70;
  private static final int BOTTOM = 60;
  private static final int TOP = 30;
  private static final double FIRST_RATE = 1_000;
  private static final double LAST_RATE = 1_000_000;
  private static final double FIRST_MILLIS = 0.1;
  private static final double LAST_MILLIS = 10_000;

  private final StringBuilder svg = new StringBuilder();

  private LatencyPlot() {}

  /// Draws p50, p99 and p99.9 of both servers.
  static String draw(List<LoadResult> bare, List<LoadResult> real) {
    LatencyPlot plot = new LatencyPlot();
    plot.begin();
    plot.curves("bare Netty", "#8a6d00", bare, 0);
    plot.curves("realtime-gateway", "#2f6fde", real, 1);
    return plot.svg.append("</svg>\n").toString();
  }

  private void begin() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\""
            + " font-family=\"sans-serif\" font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, HEIGHT);
    for (double rate = FIRST_RATE; rate <= LAST_RATE; rate *= 10) {
      line(x(rate), TOP, x(rate), HEIGHT - BOTTOM);
      text(x(rate) - 20, HEIGHT - BOTTOM + 18, String.format(Locale.ROOT, "%,.0f", rate));
    }
    for (double millis = FIRST_MILLIS; millis <= LAST_MILLIS; millis *= 10) {
      line(LEFT, y(millis), WIDTH - 20.0, y(millis));
      text(8, y(millis) + 4, String.format(Locale.ROOT, "%s ms", label(millis)));
    }
    text(
        WIDTH / 2.0 - 220,
        HEIGHT - 12.0,
        "deliveries a second, rooms of 4; solid p50, dashed p99, dotted p99.9");
  }

  private static String label(double millis) {
    return millis < 1
        ? String.format(Locale.ROOT, "%.1f", millis)
        : String.format(Locale.ROOT, "%.0f", millis);
  }

  private void curves(String name, String colour, List<LoadResult> results, int row) {
    curve(colour, "none", results, LoadResult::p50);
    curve(colour, "6 3", results, LoadResult::p99);
    curve(colour, "2 3", results, LoadResult::p999);
    add(
        "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\">%s</text>",
        LEFT + 10.0, TOP + 16.0 + row * 16, colour, name);
  }

  private void curve(
      String colour, String dashes, List<LoadResult> results, ToDoubleFunction<LoadResult> value) {
    StringBuilder points = new StringBuilder();
    for (LoadResult result : results) {
      points.append(
          String.format(
              Locale.ROOT,
              "%.1f,%.1f ",
              x((double) result.deliveries()),
              y(value.applyAsDouble(result))));
    }
    add(
        "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" stroke-dasharray=\"%s\""
            + " points=\"%s\"/>",
        colour, dashes, points.toString().strip());
  }

  private void line(double fromX, double fromY, double toX, double toY) {
    add(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
        fromX, fromY, toX, toY);
  }

  private void text(double x, double y, String text) {
    add("<text x=\"%.1f\" y=\"%.1f\" fill=\"#333333\">%s</text>", x, y, text);
  }

  private static double x(double rate) {
    return LEFT + (WIDTH - 20 - LEFT) * share(rate, FIRST_RATE, LAST_RATE);
  }

  private static double y(double millis) {
    return HEIGHT - BOTTOM - (HEIGHT - BOTTOM - TOP) * share(millis, FIRST_MILLIS, LAST_MILLIS);
  }

  /// Where a value is between two others on a logarithmic axis, 0 to 1.
  private static double share(double value, double first, double last) {
    double bounded = Math.clamp(value, first, last);
    return Math.log(bounded / first) / Math.log(last / first);
  }

  @FormatMethod
  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }
}
