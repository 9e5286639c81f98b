package hub.streams;

import hub.events.Lease;
import hub.failures.Incidents;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This hub's readers of tables' changes, what they share, and what operators see of them. */
public final class Streams implements StreamsMXBean {

    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    private final TableServer server;
    private final Lease.Database database;
    private final Incidents incidents;
    private final MeterRegistry meters;
    private final Map<String, StreamReader> readers = new ConcurrentHashMap<>();
    private boolean reached;

    public Streams(TableServer server, Lease.Database database, Incidents incidents, MeterRegistry meters) {
        this.server = server;
        this.database = database;
        this.incidents = incidents;
        this.meters = meters;
    }

    /** A reader that is not started yet. @throws IllegalStateException another route of this hub reads for that consumer */
    public StreamReader add(StreamSettings settings, Steps steps) {
        var reader = new StreamReader(settings, server.stream(settings.table()), steps, new Told(settings), database);
        if (readers.putIfAbsent(settings.consumer(), reader) != null) {
            throw new IllegalStateException("consumer " + settings.consumer() + " has a reader already; name another one");
        }
        var tags = tags(settings);
        Gauge.builder("hub_stream_lag_seconds", this, all -> all.lag(settings.consumer())).description("About how old the oldest change is that is not acknowledged; only where it is read")
                .tags(tags).register(meters);
        Gauge.builder("hub_stream_reading", this, all -> all.isReading(settings.consumer()) ? 1 : 0).description("Whether this hub reads the table's changes").tags(tags).register(meters);
        return reader;
    }

    /** Stops it, for good. */
    public void remove(StreamReader reader) {
        reader.stop();
        readers.remove(reader.settings().consumer(), reader);
    }

    /** As {@link #trouble}, and asks for the tables' streams until that was answered once: who waits for a lease reads nothing. Throws what the client throws. By one thread. */
    public String look() {
        if (!reached) {
            readers.values().stream().map(reader -> reader.settings().table()).distinct().forEach(table -> server.stream(table).streams());
            reached = true;
        }
        return trouble();
    }

    /** What is wrong with tables whose changes do not get on, or null. */
    public String trouble() {
        var troubles = readers.values().stream().filter(reader -> reader.trouble() != null).map(reader -> reader.settings().consumer() + ": " + reader.trouble()).sorted()
                .collect(Collectors.joining("; "));
        return troubles.isEmpty() ? null : troubles;
    }

    @Override
    public Map<String, String> getConsumers() {
        var described = new TreeMap<String, String>();
        readers.forEach((consumer, reader) -> described.put(consumer, "%s, %s, %.0f acknowledged, %.0f failed, %.0f times lost%s".formatted(reader.settings().table(),
                reader.isReading() ? "read here, %.1f s behind".formatted(reader.lag()) : "not read here", count("hub_stream_changes", reader), count("hub_stream_failed_batches", reader),
                count("hub_stream_lost", reader), Objects.toString(reader.trouble(), "").replaceFirst("^(?=.)", ": "))));
        return described;
    }

    private double lag(String consumer) {
        var reader = readers.get(consumer);
        return reader == null ? Double.NaN : reader.lag();
    }

    private boolean isReading(String consumer) {
        var reader = readers.get(consumer);
        return reader != null && reader.isReading();
    }

    private double count(String name, StreamReader reader) {
        return meters.counter(name, tags(reader.settings())).count();
    }

    private static Tags tags(StreamSettings settings) {
        return Tags.of("stream", settings.table(), "consumer", settings.consumer());
    }

    /** What a reader says, as log, metric and incident. */
    private final class Told implements Reports {

        private final String consumer;
        private final Counter changes;
        private final Counter failed;
        private final Counter lost;

        Told(StreamSettings settings) {
            consumer = settings.consumer();
            changes = counter("hub_stream_changes", "Changes of tables that are acknowledged", settings);
            failed = counter("hub_stream_failed_batches", "Batches that were not acknowledged, and come again", settings);
            lost = counter("hub_stream_lost", "How often changes may have been lost because they were not read in time", settings);
        }

        private Counter counter(String name, String description, StreamSettings settings) {
            return Counter.builder(name).description(description).tags(tags(settings)).register(meters);
        }

        @Override
        public void acknowledged(int count) {
            changes.increment(count);
        }

        @Override
        public void failed() {
            failed.increment();
        }

        @Override
        public void stuck(String why) {
            try {
                incidents.raise("stream-stuck/" + consumer, "error", why);
            } catch (RuntimeException e) {
                LOG.warn("cannot page now that {}", why);
            }
        }

        @Override
        public void reborn(String what) {
            LOG.warn("{}: {}", consumer, what);
            incidents.raise("stream-reborn/" + consumer, "warning", what);
        }

        @Override
        public void lost(String what) {
            incidents.raise("stream-lost/" + consumer, "critical", what);
            LOG.error("{}: {}", consumer, what);
            lost.increment();
        }
    }
}
