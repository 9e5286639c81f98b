package hub.events;

import java.time.Duration;

/** Keeps the event log within bounds: partitions ahead of the writers, none behind the retention. Called at start and by the route {@code housekeeping}. */
public final class Housekeeping {

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

    /** Drops whole partitions that are over the retention and that nobody needs. @return how many were dropped */
    public int dropOldEvents() {
        return transactions.inTransaction(() -> transactions.sql().sql("select hub.drop_partitions(clock_timestamp() - ? * interval '1 second')")
                .params(eventRetention.toSeconds()).query(Integer.class).single());
    }

    /** Forgets inbound records over the retention, in short transactions. @return how many were forgotten */
    public int forgetOldRecords() {
        int forgotten = 0;
        int last;
        do {
            last = transactions.inTransaction(() -> transactions.sql().sql("""
                    delete from hub.ingress where ctid in (select ctid from hub.ingress where received_at < clock_timestamp() - ? * interval '1 second' limit ?)""")
                    .params(ingressRetention.toSeconds(), CHUNK).update());
            forgotten += last;
        } while (last == CHUNK);
        return forgotten;
    }
}
