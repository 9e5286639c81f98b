package hub.events;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Keeps the event log within bounds: partitions ahead of the writers, none behind the retention. Called at start and by the route {@code housekeeping}. */
public final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    /** No lock in time, or a deadlock. */
    private static final Set<String> IN_USE = Set.of("55P03", "40P01");
    private static final long PARTITION_WIDTH = 1_000_000;
    private static final int CHUNK = 10_000;
    private final Transactions transactions;
    private final Duration eventRetention;
    private final Duration ingressRetention;

    public Housekeeping(Transactions transactions, Duration eventRetention, Duration ingressRetention) {
        this.transactions = transactions;
        this.eventRetention = eventRetention;
        this.ingressRetention = ingressRetention;
    }

    /** Makes the partitions that the next million events go to. @return how many were made */
    public int makeRoom() {
        return transactions.inTransaction(() -> transactions.sql().sql("select hub.ensure_partitions(?, ?)").params(PARTITION_WIDTH, PARTITION_WIDTH)
                .query(Integer.class).single());
    }

    /** Drops whole partitions that are over the retention and that nobody needs, the oldest first; one that is in use is dropped another time, and those after it. @return how many were dropped */
    public int dropOldEvents() {
        var lowest = transactions.inTransaction(() -> transactions.sql().sql("select hub.droppable_partitions(statement_timestamp() - ? * interval '1 second')")
                .params(eventRetention.toSeconds()).query(Long.class).list());
        int dropped = 0;
        for (long lower : lowest) {
            noteTypes(lower);
            if (!drop(lower)) {
                LOG.info("events from position {} on are dropped another time: they are in use", lower);
                break;
            }
            dropped++;
        }
        return dropped;
    }

    /** What was made of these events cannot be built anew once they are gone. */
    private void noteTypes(long lower) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("insert into hub.dropped_event_type (type) select distinct type from hub.event_log_" + lower + " on conflict do nothing").update();
        });
    }

    /** Both at once: an event without its claims would look as if it had had no effect. Not for long, so that no delivery waits and none is in each other's way. @return false where somebody is at work on them */
    private boolean drop(long lower) {
        try {
            transactions.inTransaction(() -> {
                transactions.sql().sql("set local lock_timeout = '200ms'").update();
                transactions.sql().sql("drop table if exists hub.delivery_" + lower + ", hub.event_log_" + lower).update();
            });
            return true;
        } catch (DataAccessException e) {
            if (e.getRootCause() instanceof SQLException fault && IN_USE.contains(fault.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    /** Forgets inbound records over the retention. @return how many were forgotten */
    public int forgetOldRecords() {
        return inChunks("""
                delete from hub.ingress where ctid in (select ctid from hub.ingress where received_at < statement_timestamp() - ? * interval '1 second' limit ?)""", ingressRetention);
    }

    /** In short transactions. */
    private int inChunks(String delete, Duration retention) {
        int forgotten = 0;
        int last;
        do {
            last = transactions.inTransaction(() -> transactions.sql().sql(delete).params(retention.toSeconds(), CHUNK).update());
            forgotten += last;
        } while (last == CHUNK);
        return forgotten;
    }
}
