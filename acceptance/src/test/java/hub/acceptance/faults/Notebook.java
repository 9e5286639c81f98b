package hub.acceptance.faults;

import hub.events.Event;
import hub.events.Transactions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.springframework.dao.DataAccessException;

/** A subscriber's effect that tests can follow and upset. It runs inside the hub and notes each event down once, unless {@code faults.trouble} tells it to misbehave. */
public final class Notebook {

    /** First key of the advisory locks by which a test sees that an event is in flight; the second is the hash of its subject. */
    static final int HELD = 4711;

    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private final Transactions transactions;

    public Notebook(Transactions transactions) {
        this.transactions = transactions;
    }

    /** The steps of a subscriber with a local effect. */
    public void note(Event event, String subscriber) {
        write(event, subscriber);
        switch (trouble(event, subscriber)) {
            case "throw" -> throw new IllegalStateException("told to fail");
            case "swallow" -> {
                try {
                    transactions.sql().sql("select 1 / 0").query(Integer.class).single();
                } catch (DataAccessException swallowed) {
                    return;   // the fault of a careless handler, which is what the test is about
                }
            }
            case "hold" -> {
                transactions.sql().sql("select pg_advisory_xact_lock(?, ?)::text").params(HELD, event.subject().hashCode()).query(String.class).single();
                while (trouble(event, subscriber).equals("hold")) {
                    LockSupport.parkNanos(LOOK_EVERY.toNanos());
                }
            }
            case "other-thread" -> CompletableFuture.runAsync(() -> write(event, subscriber)).join();
            default -> { }
        }
    }

    /** What a subscriber with an effect on a partner records when it settles. */
    public void settled(String subject, String subscriber) {
        if (transactions.sql().sql("select count(*) from faults.trouble where subscriber = ? and subject = ? and kind = 'slow'").params(subscriber, subject).query(Integer.class).single() > 0) {
            transactions.sql().sql("select pg_sleep(20)::text").query(String.class).single();
        }
        transactions.sql().sql("insert into faults.effect (subscriber, subject, n, event_id) values (?, ?, 0, 'settled')").params(subscriber, subject).update();
    }

    private void write(Event event, String subscriber) {
        transactions.sql().sql("insert into faults.effect (subscriber, subject, n, event_id) values (?, ?, ?, ?)")
                .params(subscriber, event.subject(), Traffic.number(event), event.id()).update();
    }

    private String trouble(Event event, String subscriber) {
        return transactions.sql().sql("select kind from faults.trouble where subscriber = ? and subject = ? and n = ?")
                .params(subscriber, event.subject(), Traffic.number(event)).query(String.class).optional().orElse("");
    }
}
