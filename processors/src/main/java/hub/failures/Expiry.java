package hub.failures;

import hub.events.Transactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.Optional;

/**
 * Forgets failures that ended, and with them the personal data in their payloads: those that are old, and the oldest of too many. Called by the route
 * {@code expire-failures}. What is still to be shown on a dead letter topic stays.
 */
public final class Expiry {

    private static final int CHUNK = 5_000;
    private static final String ENDED = "status in ('RESOLVED', 'REJECTED', 'DISCARDED')";
    private final Transactions transactions;
    private final Duration retention;
    private final int most;
    private final Counter old;
    private final Counter tooMany;

    /**
     * @param retention after which an ended failure is forgotten
     * @param most      ended failures that are kept
     */
    public Expiry(Transactions transactions, Duration retention, int most, MeterRegistry meters) {
        this.transactions = transactions;
        this.retention = retention;
        this.most = most;
        this.old = counter(meters, "age");
        this.tooMany = counter(meters, "number");
    }

    /** @return how many were forgotten */
    public int forgetEnded() {
        return forget(cutoff("select clock_timestamp() - ? * interval '1 second'", retention.toSeconds()), old)
                + forget(cutoff("select updated_at from hub.failure where " + ENDED + " order by updated_at desc offset ? limit 1", most), tooMany);
    }

    private Optional<Timestamp> cutoff(String sql, long param) {
        return transactions.inTransaction(() -> transactions.sql().sql(sql).params(param).query(Timestamp.class).optional());
    }

    /** What ended until then, in short transactions. */
    private int forget(Optional<Timestamp> until, Counter counter) {
        int forgotten = 0;
        int last = until.isPresent() ? CHUNK : 0;
        while (last == CHUNK) {
            last = transactions.inTransaction(() -> transactions.sql().sql("delete from hub.failure where id in (select id from hub.failure where " + ENDED
                    + " and updated_at <= ? and (dead_letter is null or dead_lettered_at is not null) order by updated_at limit ?) and " + ENDED).params(until.get(), CHUNK).update());
            counter.increment(last);
            forgotten += last;
        }
        return forgotten;
    }

    private static Counter counter(MeterRegistry meters, String reason) {
        return Counter.builder("hub_failures_expired").description("Ended failures that were forgotten").tag("reason", reason).register(meters);
    }
}
