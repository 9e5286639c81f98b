package bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.util.List;

/** The results as a person reads them: raw figures, and the hub's ratio to each contestant. */
final class Table {

    private final JsonNode results;

    Table(JsonNode results) {
        this.results = results;
    }

    private record Column(String title, String field, String format) { }

    void print(PrintStream out) {
        out.printf("%nJava %s, %d cores, %d MiB%n", results.path("java").asText(), results.path("cores").asInt(), results.path("memoryMiB").asInt());
        if (results.has("award")) {
            out.printf("%nPOST award to counted sticker: medians of %d rounds, %d awards over %d connections; latencies at %.0f awards a second (ms)%n",
                    results.at("/award/rounds").asInt(), results.at("/award/awards").asInt(), results.at("/award/connections").asInt(), results.at("/award/steadyRate").asDouble());
            contestants(out, results.at("/award/contestants"), List.of(
                    new Column("applied/s", "appliedPerSecond", "%.0f"), new Column("answered/s", "answeredPerSecond", "%.0f"), new Column("CPU ms/award", "cpuMillisPerAward", "%.2f"),
                    new Column("accepted-applied p50", "acceptedToAppliedP50", "%.1f"), new Column("p99", "acceptedToAppliedP99", "%.1f"),
                    new Column("sent-applied p50", "sentToAppliedP50", "%.1f"), new Column("p99", "sentToAppliedP99", "%.1f"),
                    new Column("POST p99", "answeredP99", "%.1f"), new Column("RSS MiB", "residentMiB", "%.0f")),
                    "appliedPerSecond", "acceptedToAppliedP99");
        }
    }

    private static void contestants(PrintStream out, JsonNode contestants, List<Column> columns, String throughput, String latency) {
        out.printf("%-20s", "");
        columns.forEach(column -> out.printf(" %" + width(column) + "s", column.title()));
        out.println();
        for (var contestant : contestants) {
            out.printf("%-20s", contestant.path("name").asText());
            columns.forEach(column -> out.printf(" %" + width(column) + "s", column.format().formatted(contestant.path(column.field()).asDouble())));
            out.println();
        }
        var hub = contestants.path(0);
        for (var other : contestants) {
            if (other != hub) {
                out.printf("hub / %s: throughput %.2f, p99 %.2f%n", other.path("name").asText(), hub.path(throughput).asDouble() / other.path(throughput).asDouble(),
                        hub.path(latency).asDouble() / other.path(latency).asDouble());
            }
        }
    }

    private static int width(Column column) {
        return Math.max(9, column.title().length());
    }
}
