package hub.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.events.Transactions;
import hub.jobs.Job.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The jobs of all hubs, in {@code hub.job}: ordered, watched and steered by operators. */
public final class Jobs {

    private static final String COLUMNS = "kind, id, state, ordered, progress, trouble, operator, created_at, started_at, ended_at";
    private final Transactions transactions;
    private final Runnable wakeRunner;

    /** @param wakeRunner told when there may be something to do */
    public Jobs(Transactions transactions, Runnable wakeRunner) {
        this.transactions = transactions;
        this.wakeRunner = wakeRunner;
    }

    /** What became of an order. */
    public sealed interface Order {
        /** The job is new. */
        record Created(Job job) implements Order { }

        /** It was ordered before, in the same words. */
        record Known(Job job) implements Order { }

        /** Its id is that of a job that was ordered otherwise. */
        record Taken(Job job) implements Order { }
    }

    /** What became of an operator's wish. */
    public sealed interface Change {
        record Done(Job job) implements Change { }

        /** Not in the state that it is in. */
        record Refused(State state) implements Change { }

        record Unknown() implements Change { }
    }

    /**
     * Makes a job, unless it is there.
     *
     * @param progress how far it is at the beginning
     * @param freeze   run in the same transaction when the job is new, to keep what it is to work on
     */
    public Order order(String kind, String id, JsonNode ordered, JsonNode progress, String operator, Runnable freeze) {
        return transactions.inTransaction(() -> {
            boolean isNew = transactions.sql().sql("""
                    insert into hub.job (kind, id, state, ordered, progress, operator) values (:kind, :id, 'RUNNING', :ordered::jsonb, :progress::jsonb, :operator)
                    on conflict do nothing""")
                    .param("kind", kind).param("id", id).param("ordered", Json.write(ordered)).param("progress", Json.write(progress)).param("operator", operator).update() == 1;
            if (isNew) {
                freeze.run();
                transactions.afterCommit(wakeRunner);
            }
            var job = find(kind, id).orElseThrow();
            if (isNew) {
                return new Order.Created(job);
            }
            return job.ordered().equals(Json.read(Json.write(ordered))) ? new Order.Known(job) : new Order.Taken(job);
        });
    }

    public Optional<Job> find(String kind, String id) {
        return transactions.inTransaction(() -> transactions.sql().sql("select " + COLUMNS + " from hub.job where kind = ? and id = ?").params(kind, id).query(Jobs::job).optional());
    }

    /** The newest jobs of a kind, newest first. */
    public List<Job> newest(String kind, int limit) {
        return transactions.inTransaction(() -> transactions.sql().sql("select " + COLUMNS + " from hub.job where kind = ? order by created_at desc, id limit ?").params(kind, limit)
                .query(Jobs::job).list());
    }

    /** How many jobs of a kind have not ended and are in a state. */
    public record Count(String kind, State state, long jobs) { }

    /** The jobs that have not ended. */
    public List<Count> open() {
        return transactions.inTransaction(() -> transactions.sql().sql("select kind, state, count(*) from hub.job where ended_at is null group by kind, state")
                .query((row, n) -> new Count(row.getString(1), State.valueOf(row.getString(2)), row.getLong(3))).list());
    }

    /** Has a running job left alone after the step that it is at; a paused one stays so. */
    public Change pause(String kind, String id) {
        return change(kind, id, State.PAUSED, List.of(State.RUNNING, State.PAUSED));
    }

    /** Has a paused job worked on again; a running one goes on. */
    public Change resume(String kind, String id) {
        return change(kind, id, State.RUNNING, List.of(State.RUNNING, State.PAUSED));
    }

    /** Ends a job after the step that it is at; a cancelled one stays so. */
    public Change cancel(String kind, String id) {
        return change(kind, id, State.CANCELLED, List.of(State.RUNNING, State.PAUSED, State.CANCELLED));
    }

    /** Forgets jobs that ended so long ago, a batch of them. @return how many */
    public int forget(Duration retention) {
        return transactions.inTransaction(() -> transactions.sql().sql("""
                delete from hub.job where (kind, id) in (select kind, id from hub.job where ended_at < clock_timestamp() - ? * interval '1 millisecond' order by ended_at limit 1000)""")
                .params(retention.toMillis()).update());
    }

    private Change change(String kind, String id, State wanted, Collection<State> from) {
        return transactions.inTransaction(() -> {
            int changed = transactions.sql().sql("update hub.job set state = :wanted, trouble = null where kind = :kind and id = :id and state in (:from)")
                    .param("wanted", wanted.name()).param("kind", kind).param("id", id).param("from", from.stream().map(State::name).toList()).update();
            transactions.afterCommit(wakeRunner);
            var job = find(kind, id);
            return job.isEmpty() ? new Change.Unknown() : changed == 1 ? new Change.Done(job.get()) : new Change.Refused(job.get().state());
        });
    }

    /** Takes the oldest job that waits for a hub, for as long as the lease says. */
    Optional<Job> take(Collection<String> kinds, String hub, Duration lease) {
        return transactions.inTransaction(() -> transactions.sql().sql("""
                update hub.job set owner = :hub, leased_until = clock_timestamp() + :lease * interval '1 millisecond', started_at = coalesce(started_at, clock_timestamp())
                 where (kind, id) = (select kind, id from hub.job
                                      where ended_at is null and state <> 'PAUSED' and kind in (:kinds) and (leased_until is null or leased_until < clock_timestamp())
                                      order by created_at limit 1 for update skip locked)
                returning\s""" + COLUMNS)
                .param("hub", hub).param("lease", lease.toMillis()).param("kinds", kinds).query(Jobs::job).optional());
    }

    /** Extends the leases of a hub that have not run out. @param working the jobs that it works on, as {@code <kind>/<id>} */
    void extend(String hub, Collection<String> working, Duration lease) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("update hub.job set leased_until = clock_timestamp() + ? * interval '1 millisecond' where owner = ? and ended_at is null and leased_until > clock_timestamp() and kind || '/' || id = any (?)")
                    .params(lease.toMillis(), hub, working.toArray(String[]::new)).update();
        });
    }

    /** The job as it stands now; empty where the hub has lost it. */
    Optional<Job> held(Job job, String hub) {
        return transactions.inTransaction(() -> transactions.sql().sql("select " + COLUMNS + " from hub.job where kind = ? and id = ? and owner = ? and leased_until > clock_timestamp()")
                .params(job.kind(), job.id(), hub).query(Jobs::job).optional());
    }

    /** Notes how far a job is. What an operator has wished meanwhile stands. */
    void note(Job job, String hub, Work.Step step) {
        update("progress = :progress::jsonb, trouble = null, state = case when :done and state in ('RUNNING', 'PAUSED') then 'DONE' else state end", job, hub, Json.write(step.progress()), step.done(), null);
    }

    /** Notes why a step failed. */
    void trouble(Job job, String hub, String trouble) {
        update("trouble = :trouble", job, hub, null, false, trouble);
    }

    /** Notes why it can never be done. */
    void fail(Job job, String hub, String reason) {
        update("state = 'FAILED', trouble = :trouble", job, hub, null, false, reason);
    }

    /** Nothing is left to do. */
    void end(Job job, String hub) {
        update("ended_at = clock_timestamp(), owner = null, leased_until = null", job, hub, null, false, null);
    }

    /** Leaves a job to whoever takes it next. */
    void release(Job job, String hub) {
        update("owner = null, leased_until = null", job, hub, null, false, null);
    }

    private void update(String set, Job job, String hub, String progress, boolean done, String trouble) {
        transactions.inTransaction(() -> {
            transactions.sql().sql("update hub.job set " + set + " where kind = :kind and id = :id and owner = :hub").param("kind", job.kind()).param("id", job.id()).param("hub", hub)
                    .param("progress", progress).param("done", done).param("trouble", trouble).update();
        });
    }

    private static Job job(ResultSet row, int n) throws SQLException {
        return new Job(row.getString("kind"), row.getString("id"), State.valueOf(row.getString("state")), Json.read(row.getString("ordered")), Json.read(row.getString("progress")),
                row.getString("trouble"), row.getString("operator"), at(row.getTimestamp("created_at")), at(row.getTimestamp("started_at")), at(row.getTimestamp("ended_at")));
    }

    private static Instant at(Timestamp time) {
        return time == null ? null : time.toInstant();
    }
}
