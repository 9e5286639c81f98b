package hub.pipeline;

import hub.events.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Which records were published: a record is claimed before it is sent, in a transaction that commits after Kafka has acknowledged it. */
public final class Published {

    private static final int CHUNK = 10_000;
    private final Transactions transactions;
    private final Duration retention;

    /** @param retention how long a repetition is recognised ({@code pipeline.dedup.retention}) */
    public Published(Transactions transactions, Duration retention) {
        this.transactions = transactions;
        this.retention = retention;
    }

    /**
     * Claims those that nobody has claimed. One that another transaction has claimed and not yet committed is waited for, five seconds at most; SQLSTATE
     * 55P03 after that.
     */
    Set<String> claim(String topic, Collection<String> recordIds) {
        return new HashSet<>(transactions.sql().sql("select pipeline.claim(?, ?)").params(topic, recordIds.toArray(String[]::new)).query(String.class).list());
    }

    /** Gives claims of this transaction up again. */
    void release(String topic, Collection<String> recordIds) {
        transactions.sql().sql("delete from pipeline.published where topic = ? and record_id = any (?)").params(topic, recordIds.toArray(String[]::new)).update();
    }

    /** Forgets what was published longer ago than the retention, in short transactions. @return how many records were forgotten */
    public int forgetOld() {
        int forgotten = 0;
        int last;
        do {
            last = transactions.inTransaction(() -> transactions.sql().sql("""
                    delete from pipeline.published where ctid in (select ctid from pipeline.published where published_at < statement_timestamp() - ? * interval '1 second' limit ?)""")
                    .params(retention.toSeconds(), CHUNK).update());
            forgotten += last;
        } while (last == CHUNK);
        return forgotten;
    }
}
