package hub.pipeline;

import hub.events.Transactions;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which records were published: a record is claimed before it is sent, in a transaction that commits after Kafka has acknowledged it. What Kafka leaves
 * unanswered is committed as the claim of an owner.
 */
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
     * Claims those that nobody has claimed, that are this owner's, or whose owner is gone. One that another transaction has claimed and not yet committed is
     * waited for, five seconds at most; SQLSTATE 55P03 after that.
     */
    Set<String> claim(String topic, Collection<String> recordIds, String owner) {
        var claimed = new HashSet<>(transactions.sql().sql("select pipeline.claim(?, ?)").params(topic, array(recordIds)).query(String.class).list());
        if (claimed.size() < recordIds.size()) {
            claimed.addAll(takeOver(topic, recordIds, owner));
        }
        return claimed;
    }

    /** What another transaction is at is left to it, and never waited for, so that two that take over never wait for each other. */
    private List<String> takeOver(String topic, Collection<String> recordIds, String owner) {
        return transactions.sql().sql("""
                update pipeline.published set owner = null, leased_until = null, published_at = clock_timestamp() where ctid = any (array(
                    select ctid from pipeline.published where topic = ? and record_id = any (?) and (owner = ? or leased_until < clock_timestamp()) for update skip locked))
                returning record_id""")
                .params(topic, array(recordIds), owner).query(String.class).list();
    }

    /** Those that are published: claimed, by this transaction too, and nobody's own. */
    Set<String> published(String topic, Collection<String> recordIds) {
        return new HashSet<>(transactions.sql().sql("select record_id from pipeline.published where topic = ? and record_id = any (?) and owner is null")
                .params(topic, array(recordIds)).query(String.class).list());
    }

    /** Gives claims of this transaction up again. */
    void release(String topic, Collection<String> recordIds) {
        transactions.sql().sql("delete from pipeline.published where topic = ? and record_id = any (?)").params(topic, array(recordIds)).update();
    }

    /** Makes claims of this transaction the owner's, for so long if they are not extended. */
    void own(String topic, Collection<String> recordIds, String owner, Duration lease) {
        transactions.sql().sql("update pipeline.published set owner = ?, leased_until = clock_timestamp() + ? * interval '1 millisecond' where topic = ? and record_id = any (?)")
                .params(owner, lease.toMillis(), topic, array(recordIds)).update();
    }

    /** Extends what is the owner's. What another transaction is at is left alone: it is the owner's own, or has taken over. */
    void extend(String topic, Collection<String> recordIds, String owner, Duration lease) {
        transactions.sql().sql("""
                update pipeline.published set leased_until = clock_timestamp() + ? * interval '1 millisecond' where ctid = any (array(
                    select ctid from pipeline.published where topic = ? and record_id = any (?) and owner = ? for update skip locked))""")
                .params(lease.toMillis(), topic, array(recordIds), owner).update();
    }

    /** Lets go of what is the owner's, so that nobody has to wait until its lease is over. */
    void disown(String topic, Collection<String> recordIds, String owner) {
        transactions.sql().sql("delete from pipeline.published where topic = ? and record_id = any (?) and owner = ?").params(topic, array(recordIds), owner).update();
    }

    private static String[] array(Collection<String> recordIds) {
        return recordIds.toArray(String[]::new);
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
