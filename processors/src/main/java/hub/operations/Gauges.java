package hub.operations;

import hub.events.Transactions;
import hub.failures.Failures;
import hub.jobs.Job.State;
import hub.jobs.Jobs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The gauges that a scrape reads without asking anybody: set by the probes, each time they look. */
final class Gauges {

    private final MeterRegistry meters;
    private final MultiGauge failures;
    private final MultiGauge jobs;
    private final MultiGauge artemis;
    private final MultiGauge relays;
    private final MultiGauge sqs;
    private final MultiGauge kafka;
    private final MultiGauge parked;

    Gauges(MeterRegistry meters) {
        this.meters = meters;
        failures = MultiGauge.builder("hub_failures").description("Open failures").register(meters);
        jobs = MultiGauge.builder("hub_jobs").description("Replays and retry jobs that have not ended").register(meters);
        artemis = depth(meters, "artemis");
        relays = depth(meters, "relay");
        sqs = depth(meters, "sqs");
        kafka = depth(meters, "kafka");
        parked = depth(meters, "failures");
    }

    /** Whether what a check looks at is well. */
    void health(Probe probe) {
        Gauge.builder("hub_health", probe, check -> check.trouble() == null ? 1 : 0).description("Whether what a check of the hub's health looks at is well").tag("check", probe.name())
                .strongReference(true).register(meters);
    }

    void failures(Collection<Failures.Count> counts) {
        failures.register(counts.stream().map(count -> MultiGauge.Row.of(Tags.of("status", count.status().name(), "flow", count.flow()), count.rows())).toList(), true);
        parked.register(rows(counts.stream().collect(Collectors.groupingBy(Failures.Count::flow, TreeMap::new, Collectors.summingLong(Failures.Count::rows)))), true);
    }

    /** @param counts of states that have jobs; those of others are 0 */
    void jobs(Collection<String> kinds, Collection<Jobs.Count> counts) {
        jobs.register(kinds.stream().flatMap(kind -> Stream.of(State.RUNNING, State.PAUSED).map(state -> MultiGauge.Row.of(Tags.of("kind", kind, "state", state.name()),
                counts.stream().filter(count -> count.kind().equals(kind) && count.state() == state).mapToLong(Jobs.Count::jobs).sum()))).toList(), true);
    }

    void queues(Map<String, Long> depths) {
        artemis.register(rows(depths), true);
    }

    void relays(Map<String, Long> depths) {
        relays.register(rows(depths), true);
    }

    void sqs(Map<String, Long> depths) {
        sqs.register(rows(depths), true);
    }

    void kafka(Map<String, Long> lags) {
        kafka.register(rows(lags), true);
    }

    /** How many positions each relay is behind what could be published. */
    static Map<String, Long> relayDepths(Transactions transactions) {
        return transactions.inTransaction(() -> transactions.sql().sql("select name, greatest(0, hub.safe_position() - position) from hub.relay")
                .query(rows -> {
                    var depths = new TreeMap<String, Long>();
                    while (rows.next()) {
                        depths.put(rows.getString(1), rows.getLong(2));
                    }
                    return depths;
                }));
    }

    private static MultiGauge depth(MeterRegistry meters, String kind) {
        return MultiGauge.builder("hub_queue_depth").description("What waits: messages in a subscriber's or a worker's queue, records of a topic, positions that a relay is behind, open failures of a flow").tags("kind", kind).register(meters);
    }

    private static Iterable<MultiGauge.Row<?>> rows(Map<String, Long> depths) {
        return depths.entrySet().stream().<MultiGauge.Row<?>>map(depth -> MultiGauge.Row.of(Tags.of("name", depth.getKey()), depth.getValue())).toList();
    }
}
