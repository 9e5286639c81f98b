package hub.failures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Transactions;
import hub.failures.Failure.Status;
import hub.jobs.Job;
import hub.jobs.Jobs;
import hub.jobs.Work;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Retries of many failures as a job. What is retried is settled when the job is made. The job makes the heads of lanes due, and the drainers try them again; what waits
 * behind a head follows when that has ended. A failure that fails again has had its turn.
 */
public final class RetryJobs implements Work {

    /** The kind of these jobs. */
    public static final String KIND = "retry";
    /** Most members under way at a time, unless the order says otherwise. */
    public static final int BATCH_SIZE = 100;

    private static final Duration AT_WORK = Duration.ofMillis(200);
    private static final Duration WAITING = Duration.ofMillis(250);
    private static final String HEAD = "case when f.position is not null then hub.lane_head(f.subscriber, f.subject) end";

    /** What became of a member of a job. */
    public enum State {
        /** Not its turn yet. */
        PENDING,
        /** Made due, or about to follow the head of its lane. */
        RETRYING,
        RESOLVED,
        /** Failed again. */
        HELD,
        /** Waits behind a failure that is HELD, or that failed again. */
        BLOCKED,
        DISCARDED,
        /** Nobody tries it again, or it had ended otherwise. */
        NOT_RETRIED
    }

    /** What a job is to act on: the open failures of a filter, or those named. @param ids null where there is a filter */
    public record Selection(Filter filter, List<UUID> ids) { }

    /**
     * What was ordered, in the words that are kept.
     *
     * @param words as the operator gave them, but for the job's id; with {@code batchSize} and {@code rate}, where they were given
     */
    public record Order(String id, Selection selection, ObjectNode words) { }

    /** What came of an order. */
    public sealed interface Ordered {
        record Job(Jobs.Order order) implements Ordered { }

        /** More failures than a job may have. */
        record TooMany(int most) implements Ordered { }

        /** There are no such failures. */
        record Unknown(List<UUID> ids) implements Ordered { }

        /** What would be retried. */
        record Preview(List<Count> counts) implements Ordered { }
    }

    /**
     * Failures that a job would act on.
     *
     * @param heads    how many of them can be tried at once
     * @param behind   how many follow these, whether they were selected or not
     * @param stranded how many of them wait behind a failure that was not selected
     */
    public record Count(String flow, Status status, long failures, long heads, long behind, long stranded) { }

    /** A member of a job. @param reason why it is HELD, BLOCKED or NOT_RETRIED @param now how the failure stands; null where it is no longer kept */
    public record Member(int seq, UUID failureId, State state, String reason, UUID headId, Status now, String flow, String subscriber, String subject, String code) { }

    private final Transactions transactions;
    private final Jobs jobs;
    private final Supplier<Collection<String>> retried;
    private final Runnable wakeDrainer;
    private final int most;

    /**
     * @param retried under which names somebody tries again
     * @param most    failures of a job
     */
    public RetryJobs(Transactions transactions, Jobs jobs, Supplier<Collection<String>> retried, Runnable wakeDrainer, int most) {
        this.transactions = transactions;
        this.jobs = jobs;
        this.retried = retried;
        this.wakeDrainer = wakeDrainer;
        this.most = most;
    }

    /** Makes a job, with its selection as it is now; the same order again is the same job, whatever has become of its failures. */
    public Ordered order(Order order, String operator) {
        return transactions.inTransaction(() -> {
            boolean known = jobs.find(KIND, order.id()).isPresent();
            List<UUID> members = known ? List.of() : selected(order.selection());
            var refusal = known ? null : refusal(order.selection(), members);
            return refusal != null ? refusal : new Ordered.Job(jobs.order(KIND, order.id(), order.words(), progress(Map.of(State.PENDING, (long) members.size())), operator,
                    () -> freeze(order.id(), members)));
        });
    }

    /** Counts what an order would act on, and changes nothing. */
    public Ordered preview(Selection selection) {
        return transactions.inTransaction(() -> {
            var refusal = refusal(selection, selected(selection));
            return refusal != null ? refusal : new Ordered.Preview(counts(selection));
        });
    }

    private Ordered refusal(Selection selection, List<UUID> members) {
        if (members.size() > most) {
            return new Ordered.TooMany(most);
        }
        var unknown = new LinkedHashSet<>(selection.ids() == null ? List.<UUID>of() : selection.ids());
        members.forEach(unknown::remove);
        return unknown.isEmpty() ? null : new Ordered.Unknown(List.copyOf(unknown));
    }

    /** Oldest first, one more than there may be at most. */
    private List<UUID> selected(Selection selection) {
        var condition = condition(selection);
        return transactions.sql().sql("select id from hub.failure where " + condition.text() + " order by created_at, id limit " + (most + 1)).params(condition.params()).query(UUID.class).list();
    }

    private static Filter.Condition condition(Selection selection) {
        if (selection.ids() != null) {
            return new Filter.Condition("id in (:ids)", Map.of("ids", selection.ids()));
        }
        var indexed = selection.filter().indexed();
        var searched = selection.filter().searched();
        var params = new HashMap<String, Object>(indexed.params());
        params.putAll(searched.params());
        return new Filter.Condition(FailureStore.OPEN + " and " + indexed.text() + " and " + searched.text(), params);
    }

    private void freeze(String job, List<UUID> members) {
        transactions.sql().sql("insert into hub.retry_member (job, seq, failure_id) select ?, seq, id from unnest(?) with ordinality as member (id, seq)")
                .params(job, members.toArray(UUID[]::new)).update();
    }

    private List<Count> counts(Selection selection) {
        var condition = condition(selection);
        return transactions.sql().sql("with selected as materialized (select id, flow, status, subscriber, subject, position from hub.failure where " + condition.text() + " limit " + most + "),"
                + " placed as materialized (select f.*, coalesce(" + HEAD + """
                , f.id) as head from selected f)
                select p.flow, p.status, count(*), count(*) filter (where hub.is_open(p.status) and p.head = p.id),
                       coalesce(sum((select count(*) from hub.failure b where b.subscriber = p.subscriber and b.subject = p.subject and b.position > p.position
                                        and b.status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING'))) filter (where hub.is_open(p.status) and p.head = p.id), 0),
                       count(*) filter (where hub.is_open(p.status) and p.head <> p.id and h.id is null)
                  from placed p left join selected h on h.id = p.head group by p.flow, p.status order by p.flow, p.status""").params(condition.params())
                .query((row, n) -> new Count(row.getString(1), Status.valueOf(row.getString(2)), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6))).list();
    }

    /** A page of the members of a job, in the order of their turns. @param state null: all @param after the {@code seq} that the page before ended with */
    public List<Member> members(String job, State state, int after, int limit) {
        return transactions.inTransaction(() -> transactions.sql().sql("""
                select m.seq, m.failure_id, m.state, m.reason, m.head_id, f.status, f.flow, f.subscriber, f.subject, f.code
                  from hub.retry_member m left join hub.failure f on f.id = m.failure_id
                 where m.job = :job and m.seq > :after and\s""" + (state == null ? "true" : "m.state = '" + state + "'") + " order by m.seq limit " + limit)
                .param("job", job).param("after", after)
                .query((row, n) -> new Member(row.getInt(1), row.getObject(2, UUID.class), State.valueOf(row.getString(3)), row.getString(4), row.getObject(5, UUID.class),
                        row.getString(6) == null ? null : Status.valueOf(row.getString(6)), row.getString(7), row.getString(8), row.getString(9), row.getString(10))).list());
    }

    /** Settles what has ended, and makes the next due. */
    @Override
    public Step next(Job job) {
        var counts = transactions.inTransaction(() -> {
            int moved = settle(job.id()) + take(job);
            return new Counts(count(job.id()), moved);
        });
        wakeDrainer.run();
        var progress = progress(counts.members());
        if (counts.of(State.PENDING) + counts.of(State.RETRYING) == 0) {
            return Step.done(progress);
        }
        return Step.after(progress, counts.moved() > 0 ? AT_WORK : WAITING);
    }

    private record Counts(Map<State, Long> members, int moved) {
        long of(State state) {
            return members.getOrDefault(state, 0L);
        }
    }

    /** A member that was made due is HELD only if it has failed again. One whose subscriber went meanwhile has nobody who would try it. @return how many have ended */
    private int settle(String job) {
        return transactions.sql().sql("""
                with looked as (
                    select m.seq, f.id, f.status, f.reason, h.id as head, hub.is_open(f.status) and not coalesce(f.subscriber = any (:retried), false) as left_alone
                      from hub.retry_member m left join hub.failure f on f.id = m.failure_id
                      left join hub.failure h on f.status in ('BLOCKED', 'WAITING') and h.status = 'HELD' and h.id =\s""" + HEAD + """

                       and not exists (select from hub.retry_member other where other.job = :job and other.failure_id = h.id and other.state in ('PENDING', 'RETRYING'))
                     where m.job = :job and m.state = 'RETRYING'),
                ended as (
                    select seq, head, case when id is null then 'NOT_RETRIED' when status in ('RESOLVED', 'HELD', 'DISCARDED') then status when status = 'REJECTED' or left_alone then 'NOT_RETRIED'
                                           when head is not null then 'BLOCKED' end as state,
                           case when id is null then 'it is no longer kept' when status in ('HELD', 'REJECTED') then reason when left_alone then 'nobody at this hub tries it again'
                                when head is not null then 'waits behind a failure that is held' end as reason
                      from looked)
                update hub.retry_member m set state = ended.state, reason = ended.reason, head_id = ended.head from ended
                 where m.job = :job and m.seq = ended.seq and ended.state is not null""").param("job", job).param("retried", names()).update();
    }

    /**
     * Takes the next members, as many as the batch and the rate have room for. What somebody else has locked keeps its turn.
     *
     * @return how many were taken
     */
    private int take(Job job) {
        int room = room(job);
        if (room < 1) {
            return 0;
        }
        return transactions.sql().sql("""
                with batch as materialized (select seq, failure_id from hub.retry_member where job = :job and state = 'PENDING' order by seq limit :room),
                free as materialized (
                    select f.id from hub.failure f where f.id in (select failure_id from batch) and f.status in ('WAITING', 'HELD') and f.subscriber = any (:retried)
                       and coalesce(\s""" + HEAD + """
                , f.id) = f.id for update skip locked),
                due as (
                    update hub.failure set status = 'WAITING', next_attempt_at = clock_timestamp(), updated_at = clock_timestamp(), history = history || :entry::jsonb
                     where id in (select id from free) returning id),
                looked as (
                    select b.seq, f.id, f.status, d.id as due, coalesce(f.subscriber = any (:retried), false) as retried, nullif(\s""" + HEAD + """
                , f.id) as head
                      from batch b left join hub.failure f on f.id = b.failure_id left join due d on d.id = b.failure_id),
                taken as (
                    select seq, due, case when due is null and status = 'HELD' then head end as head,
                           case when due is not null then 'RETRYING' when id is null or status = 'REJECTED' then 'NOT_RETRIED' when status in ('RESOLVED', 'DISCARDED') then status
                                when not retried then 'NOT_RETRIED' when status in ('WAITING', 'RETRYING', 'BLOCKED') then 'RETRYING' when head is not null then 'BLOCKED' end as state,
                           case when due is not null then null when id is null then 'it is no longer kept' when status = 'REJECTED' then 'it was refused for good'
                                when status in ('HELD', 'WAITING', 'BLOCKED', 'RETRYING') and not retried then 'nobody at this hub tries it again'
                                when status = 'HELD' and head is not null then 'waits behind another failure' end as reason
                      from looked)
                update hub.retry_member m set state = taken.state, reason = taken.reason, head_id = taken.head, released_at = case when taken.due is not null then clock_timestamp() end
                  from taken where m.job = :job and m.seq = taken.seq and taken.state is not null""")
                .param("job", job.id()).param("room", room).param("retried", names())
                .param("entry", Lanes.entry("retry", job.operator(), "retry job " + job.id())).update();
    }

    private String[] names() {
        return retried.get().toArray(String[]::new);
    }

    /**
     * How many more may be under way, and how many more may be made due within this second. A member that follows its head takes no room: what it waits for may be a member
     * whose turn is yet to come.
     */
    private int room(Job job) {
        var words = job.ordered();
        int underWay = transactions.sql().sql("select count(*) from hub.retry_member where job = ? and state = 'RETRYING' and released_at is not null").params(job.id()).query(Integer.class).single();
        int room = words.path("batchSize").asInt(BATCH_SIZE) - underWay;
        if (!words.has("rate")) {
            return room;
        }
        int lately = transactions.sql().sql("select count(*) from hub.retry_member where job = ? and released_at > clock_timestamp() - interval '1 second'").params(job.id()).query(Integer.class).single();
        return Math.min(room, words.path("rate").asInt() - lately);
    }

    private Map<State, Long> count(String job) {
        var counts = new HashMap<State, Long>();
        transactions.sql().sql("select state, count(*) from hub.retry_member where job = ? group by state").params(job)
                .query(row -> {
                    counts.put(State.valueOf(row.getString(1)), row.getLong(2));
                });
        return counts;
    }

    private static JsonNode progress(Map<State, Long> counts) {
        var progress = Json.MAPPER.createObjectNode().put("total", counts.values().stream().mapToLong(Long::longValue).sum());
        Arrays.stream(State.values()).forEach(state -> progress.put(state == State.NOT_RETRIED ? "notRetried" : state.name().toLowerCase(Locale.ROOT), counts.getOrDefault(state, 0L)));
        return progress;
    }
}
