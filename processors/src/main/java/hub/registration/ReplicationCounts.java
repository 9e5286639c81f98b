package hub.registration;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** Counts the records of {@code saveEntriesQueue} by what they came to; the metric {@code hub_replication_records_total}. */
final class ReplicationCounts {

    private final MeterRegistry meters;

    /** All of them are there from the start, at 0. */
    ReplicationCounts(MeterRegistry meters) {
        this.meters = meters;
        counter("applied", "");
        counter("rejected", Replication.STALE);
        counter("rejected", Replication.MALFORMED);
        counter("failed", Replication.PARTNER);
        counter("failed", "");
    }

    void applied() {
        counter("applied", "").increment();
    }

    void rejected(String reason) {
        counter("rejected", reason).increment();
    }

    void failed(String reason) {
        counter("failed", reason).increment();
    }

    private Counter counter(String outcome, String reason) {
        return Counter.builder("hub_replication_records").description("Changes of entries by what became of them").tags("outcome", outcome, "reason", reason).register(meters);
    }
}
