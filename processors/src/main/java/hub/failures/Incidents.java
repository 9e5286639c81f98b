package hub.failures;

import hub.events.Transactions;
import hub.failures.FailureStore.LaneFull;
import java.time.Duration;
import java.util.List;

/**
 * What the on-call must hear of, grouped: at most one incident per key and window. Raised in the transaction of its cause; sent by the
 * route {@code send-alerts}.
 */
public final class Incidents {

    /** An incident to be sent. @param windowStart with the key it makes the idempotency key of the call */
    public record Incident(String key, String severity, String summary, long count, String windowStart) {

        /** A repeated call opens no second incident. */
        public String idempotencyKey() {
            return key + "@" + windowStart;
        }

        /** What the paging partner takes. */
        public Page page() {
            return new Page(key, severity, summary, count);
        }
    }

    /** The body of a call to the paging partner. */
    public record Page(String key, String severity, String summary, long count) { }

    private static final Duration LEASE = Duration.ofSeconds(30);
    private final Transactions transactions;
    private final Duration window;

    /** @param window in which one key is sent once */
    public Incidents(Transactions transactions, Duration window) {
        this.transactions = transactions;
        this.window = window;
    }

    /** A message of this flow is held for an operator. */
    void held(String flow, Throwable fault) {
        var exception = fault == null ? "unknown" : NewFailure.unwrapped(fault).getClass().getSimpleName();
        raise(flow + "/" + exception, "error", flow + ": " + exception + "; messages are held, see ./hub failures list");
    }

    /** A subscriber waits, because it has as many open failures as it may have. */
    public void full(LaneFull full) {
        raise("lane-full/" + full.subscriber(), "critical", full.getMessage());
    }

    /** Raises an incident, or counts it to the one of its key in the present window. */
    public void raise(String key, String severity, String summary) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("""
                    insert into hub.incident as i (key, severity, summary) values (:key, :severity, :summary)
                    on conflict (key) do update set severity = :severity, summary = :summary,
                       count = case when i.window_start < clock_timestamp() - :window * interval '1 millisecond' then 1 else i.count + 1 end,
                       sent_at = case when i.window_start < clock_timestamp() - :window * interval '1 millisecond' then null else i.sent_at end,
                       window_start = case when i.window_start < clock_timestamp() - :window * interval '1 millisecond' then clock_timestamp() else i.window_start end""")
                    .param("key", key).param("severity", severity).param("summary", summary).param("window", window.toMillis()).update();
        });
    }

    /** Leases the incidents that are to be sent. */
    public List<Incident> due() {
        return transactions.inTransaction(() -> transactions.sql().sql("""
                update hub.incident set lease_until = clock_timestamp() + :lease * interval '1 millisecond'
                 where key in (select key from hub.incident where sent_at is null and (lease_until is null or lease_until < clock_timestamp())
                                order by window_start limit 20 for update skip locked)
                returning key, severity, summary, count, window_start""")
                .param("lease", LEASE.toMillis())
                .query((row, n) -> new Incident(row.getString(1), row.getString(2), row.getString(3), row.getLong(4), row.getTimestamp(5).toInstant().toString()))
                .list());
    }

    /** The partner has taken it. */
    public void sent(Incident incident) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("update hub.incident set sent_at = clock_timestamp(), lease_until = null where key = ?").params(incident.key()).update();
        });
    }
}
