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
                    "appliedPerSecond", "p99", "acceptedToAppliedP99");
        }
        if (results.has("pipeline")) {
            out.printf("%nData pipeline, dataQueue to Kafka: medians of %d rounds, %d entities; latencies at %.0f entities a second (ms)%n",
                    results.at("/pipeline/rounds").asInt(), results.at("/pipeline/entities").asInt(), results.at("/pipeline/steadyRate").asDouble());
            contestants(out, results.at("/pipeline/contestants"), List.of(
                    new Column("published/s", "publishedPerSecond", "%.0f"), new Column("CPU ms/entity", "cpuMillisPerEntity", "%.2f"),
                    new Column("sent-published p50", "sentToPublishedP50", "%.1f"), new Column("p99", "sentToPublishedP99", "%.1f"),
                    new Column("RSS MiB", "residentMiB", "%.0f")), "publishedPerSecond", "p99", "sentToPublishedP99");
        }
        if (results.has("eligibility")) {
            out.printf("%nEligibility, campaign in the cache: medians of %d rounds, %d requests of %d fans over %d connections; latencies at %.0f requests a second (ms)%n",
                    results.at("/eligibility/rounds").asInt(), results.at("/eligibility/requests").asInt(), results.at("/eligibility/fans").asInt(),
                    results.at("/eligibility/connections").asInt(), results.at("/eligibility/steadyRate").asDouble());
            contestants(out, results.at("/eligibility/contestants"), List.of(
                    new Column("answered/s", "answeredPerSecond", "%.0f"), new Column("CPU ms/request", "cpuMillisPerRequest", "%.3f"), new Column("p50", "answeredP50", "%.2f"),
                    new Column("p99", "answeredP99", "%.2f"), new Column("RSS MiB", "residentMiB", "%.0f")), "answeredPerSecond", "p99", "answeredP99");
        }
        if (results.has("replication")) {
            out.printf("%nPUT of an entry to the entry service: medians of %d rounds, %d entries over %d connections; latencies at %.0f entries a second (ms)%n",
                    results.at("/replication/rounds").asInt(), results.at("/replication/entries").asInt(), results.at("/replication/connections").asInt(),
                    results.at("/replication/steadyRate").asDouble());
            contestants(out, results.at("/replication/contestants"), List.of(
                    new Column("replicated/s", "replicatedPerSecond", "%.0f"), new Column("answered/s", "answeredPerSecond", "%.0f"), new Column("CPU ms/entry", "cpuMillisPerEntry", "%.2f"),
                    new Column("sent-held p50", "sentToHeldP50", "%.0f"), new Column("p99", "sentToHeldP99", "%.0f"), new Column("PUT p99", "answeredP99", "%.1f"),
                    new Column("RSS MiB", "residentMiB", "%.0f")), "replicatedPerSecond", "p99", "sentToHeldP99");
        }
        if (results.has("entries")) {
            entries(out);
        }
        if (results.has("selection")) {
            selection(out);
        }
        if (results.has("growth")) {
            growth(out);
        }
        if (results.has("startup")) {
            startup(out);
        }
    }

    private void startup(PrintStream out) {
        var startup = results.path("startup");
        out.printf("%nStart of the hub: ready after %.2f s (%.2f s of CPU), %.0f MiB resident at rest%n", startup.path("secondsToReady").asDouble(),
                startup.path("cpuSecondsToReady").asDouble(), startup.path("residentAtRestMiB").asDouble());
    }

    private void entries(PrintStream out) {
        var entries = results.path("entries");
        out.printf("%nReplication with %d entries in table and entry service, and with %d: medians of %d rounds, %d entries; latencies at %.0f a second%n%-20s %9s %9s %9s%n",
                entries.path("smallEntries").asLong(), entries.path("largeEntries").asLong(), entries.path("rounds").asInt(), entries.path("entries").asInt(),
                entries.path("steadyRate").asDouble(), "", "small", "large", "ratio");
        entries.path("figures").forEach(figure -> out.printf("%-20s %9.2f %9.2f %9.2f%n", figure.path("figure").asText(), figure.path("small").asDouble(),
                figure.path("large").asDouble(), figure.path("ratio").asDouble()));
    }

    private void selection(PrintStream out) {
        for (var size : results.at("/selection/sizes")) {
            out.printf("%nSelection of %d winners among %d fans: medians of %d rounds%n", size.path("winners").asInt(), size.path("fans").asInt(), size.path("rounds").asInt());
            contestants(out, size.path("contestants"), List.of(
                    new Column("seconds", "seconds", "%.1f"), new Column("verdicts/s", "verdictsPerSecond", "%.0f"), new Column("CPU ms/verdict", "cpuMillisPerVerdict", "%.2f"),
                    new Column("until codes are told, s", "secondsToCodes", "%.1f"), new Column("peak RSS MiB", "peakMiB", "%.0f")), "verdictsPerSecond", "memory", "peakMiB");
        }
    }

    private void growth(PrintStream out) {
        var growth = results.path("growth");
        out.printf("%nCost of a step with %d rows in log, ledger and failure store, and with %d: medians of %d (ms)%n%-14s %9s %9s %9s%n",
                growth.path("smallRows").asLong(), growth.path("largeRows").asLong(), growth.path("times").asLong(), "", "small", "large", "ratio");
        growth.path("steps").forEach(step -> out.printf("%-14s %9.3f %9.3f %9.2f%n", step.path("step").asText(), step.path("smallMillis").asDouble(),
                step.path("largeMillis").asDouble(), step.path("ratio").asDouble()));
    }

    private static void contestants(PrintStream out, JsonNode contestants, List<Column> columns, String throughput, String other, String otherField) {
        out.printf("%-20s", "");
        columns.forEach(column -> out.printf(" %" + width(column) + "s", column.title()));
        out.println();
        for (var contestant : contestants) {
            out.printf("%-20s", contestant.path("name").asText());
            columns.forEach(column -> out.printf(" %" + width(column) + "s", column.format().formatted(contestant.path(column.field()).asDouble())));
            out.println();
        }
        var hub = contestants.path(0);
        for (var compared : contestants) {
            if (compared != hub) {
                out.printf("hub / %s: throughput %.2f, %s %.2f%n", compared.path("name").asText(), hub.path(throughput).asDouble() / compared.path(throughput).asDouble(), other,
                        hub.path(otherField).asDouble() / compared.path(otherField).asDouble());
            }
        }
    }

    private static int width(Column column) {
        return Math.max(9, column.title().length());
    }
}
