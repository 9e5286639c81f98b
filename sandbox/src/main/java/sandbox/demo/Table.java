package sandbox.demo;

import java.util.List;
import java.util.Locale;

/** The table at the end: a line for each flow, and their sum. */
final class Table {

    /** A flow and its latencies, in milliseconds; null where nothing was applied. */
    record Line(String flow, Tally found, Double p50, Double p99) { }

    private Table() {
    }

    static String of(List<Line> lines) {
        var text = new StringBuilder(row("flow", "sent", "applied", "duplicate", "rejected", "parked", "p50 ms", "p99 ms"));
        var rule = "-".repeat(text.length() - 1) + "\n";
        text.append(rule);
        lines.forEach(line -> text.append(row(line.flow(), number(line.found().sum()), number(line.found().of(Outcome.APPLIED)),
                number(line.found().of(Outcome.DUPLICATE)), number(line.found().of(Outcome.REJECTED)), number(line.found().of(Outcome.PARKED)),
                millis(line.p50()), millis(line.p99()))));
        text.append(rule).append(row("all", sum(lines, null), sum(lines, Outcome.APPLIED), sum(lines, Outcome.DUPLICATE), sum(lines, Outcome.REJECTED),
                sum(lines, Outcome.PARKED), "", ""));
        return text.toString();
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, "%-18s %8s %8s %10s %9s %7s %9s %9s%n", cells);
    }

    private static String sum(List<Line> lines, Outcome outcome) {
        return number(lines.stream().mapToLong(line -> outcome == null ? line.found().sum() : line.found().of(outcome)).sum());
    }

    private static String number(long count) {
        return Long.toString(count);
    }

    private static String millis(Double value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%.1f", value);
    }
}
