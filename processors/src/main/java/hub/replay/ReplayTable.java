package hub.replay;

import hub.events.Recorded;
import hub.events.Transactions;
import hub.replay.RangeCount.Found;
import hub.replay.Share.Counts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;

/** What replays keep: a row for each subscriber, and one for each event on its way. Every call joins the thread's transaction. */
public final class ReplayTable {

    /** Bytes of envelopes read at once, at most, but for one event. */
    private static final long BATCH_BYTES = 8L * 1024 * 1024;
    /** Positions of the log gone through at once, so that a rare type does not take long. */
    private static final long WINDOW = 20_000;

    private final Transactions transactions;

    public ReplayTable(Transactions transactions) {
        this.transactions = transactions;
    }

    /** A subscriber that is to be served now, and what for. */
    public record Served(String job, String subscriber) { }

    /** The positions of the log that are settled: above {@code before}, up to {@code last}. */
    record Extent(long before, long last) { }

    /** How far a look through the log has got. */
    record Looked(long position, long published) { }

    void insert(String job, String subscriber, Set<String> types, boolean spared) {
        sql("insert into hub.replay (job, subscriber, types, spared) values (?, ?, ?, ?)").params(job, subscriber, types.toArray(String[]::new), spared).update();
    }

    /** The shares of a job, with what is known of them at this moment. */
    List<Share> shares(String job) {
        return sql("""
                select r.job, r.subscriber, r.types, r.spared, r.curtailed, r.events, coalesce(r.last, 0) as last, coalesce(r.position, 0) as position, coalesce(r.sent, 0) as sent,
                       r.applied + e.applied as applied, r.out_of_order + e.late as out_of_order, r.skipped + e.skipped as skipped, r.parked + e.parked as parked,
                       r.errors + e.failed as errors, e.under_way
                  from hub.replay r, lateral (
                       select count(*) filter (where outcome is null) as under_way, count(*) filter (where outcome = 'applied') as applied,
                              count(*) filter (where outcome = 'applied' and late) as late, count(*) filter (where outcome = 'skipped') as skipped,
                              count(*) filter (where outcome in ('parked', 'failed')) as parked, count(*) filter (where outcome = 'failed') as failed
                         from hub.replay_event e where e.job = r.job and e.subscriber = r.subscriber) e
                 where r.job = ? order by r.subscriber""").params(job).query(ReplayTable::share).list();
    }

    /** The subscribers of replays that a hub has begun and that have something left, those of the oldest replays first. */
    public List<Served> served() {
        return sql("""
                select r.job, r.subscriber from hub.replay r join hub.job j on j.kind = r.kind and j.id = r.job
                 where j.state = 'RUNNING' and j.ended_at is null and not r.spared and r.events is not null
                   and (r.position < r.last or exists (select from hub.replay_event e where e.job = r.job and e.subscriber = r.subscriber and e.outcome is null))
                 order by j.started_at, r.job, r.subscriber""")
                .query((row, n) -> new Served(row.getString(1), row.getString(2))).list();
    }

    /** The queues that open jobs have or may have. */
    List<Served> open() {
        return sql("""
                select r.job, r.subscriber from hub.replay r join hub.job j on j.kind = r.kind and j.id = r.job where j.state in ('RUNNING', 'PAUSED')""")
                .query((row, n) -> new Served(row.getString(1), row.getString(2))).list();
    }

    /** Orders are checked against each other one at a time. */
    void lockOrders() {
        sql("select pg_advisory_xact_lock(hashtext('hub.replay'))").query().singleRow();
    }

    /** A subscriber that is part of an open replay, if any of these is. @param rebuilds only of rebuilds */
    List<Served> busy(Set<String> subscribers, String butJob, boolean rebuilds) {
        return sql("""
                select r.job, r.subscriber from hub.replay r join hub.job j on j.kind = r.kind and j.id = r.job
                 where j.ended_at is null and r.subscriber = any (:subscribers) and r.job <> :job and (not :rebuilds or j.ordered ->> 'mode' = 'rebuild') limit 1""")
                .param("subscribers", subscribers.toArray(String[]::new)).param("job", butJob).param("rebuilds", rebuilds)
                .query((row, n) -> new Served(row.getString(1), row.getString(2))).list();
    }

    /** Keeps a share that has not begun from others; false where it has begun meanwhile. */
    boolean mayBegin(Share share) {
        return sql("select true from hub.replay where job = ? and subscriber = ? and events is null for update").params(share.job(), share.subscriber())
                .query(Boolean.class).optional().isPresent();
    }

    /** Whether an operator has neither paused nor cancelled a job; a wish that comes now waits for the thread's transaction. */
    boolean mayGoOn(String job) {
        return sql("select true from hub.job where kind = 'replay' and id = ? and state = 'RUNNING' for share").params(job).query(Boolean.class).optional().isPresent();
    }

    /** What is in the log now. What is appended later is above it. */
    Extent extent() {
        return sql("select hub.safe_position(), coalesce((select position - 1 from hub.event_log order by position limit 1), 0)")
                .query((row, n) -> new Extent(row.getLong(2), row.getLong(1))).single();
    }

    /** Counts the part of a range above one position, up to another. */
    Found find(String subscriber, Range range, long after, long until) {
        return sql("""
                select count(*) as events, count(*) filter (where d.outcome = 'applied') as applied, count(*) filter (where d.outcome = 'parked') as parked,
                       count(*) filter (where d.outcome = 'discarded') as discarded, coalesce(min(e.position), 0) as first, coalesce(max(e.position), 0) as last
                  from hub.event_log e left join hub.delivery d on d.subscriber = :subscriber and d.position = e.position and d.position > :after and d.position <= :until
                 where e.position > :after and e.position <= :until and\s""" + range.where())
                .params(range.params()).param("subscriber", subscriber).param("after", after).param("until", until)
                .query((row, n) -> new Found(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6), null)).single();
    }

    /** When what is at a position, or the last before it, was recorded. */
    Instant recordedAt(long position) {
        return sql("select recorded_at from hub.event_log where position <= ? order by position desc limit 1").params(position).query(Timestamp.class).single().toInstant();
    }

    /** Whether the range begins before the log does, some of which has been dropped. */
    boolean hasLost(Range range) {
        return range.params().containsKey("from") && sql("""
                select exists (select from hub.dropped_event_type)
                   and coalesce((select recorded_at from hub.event_log order by position limit 1) > :from::timestamptz, true)""")
                .param("from", range.params().get("from")).query(Boolean.class).single();
    }

    /** Notes what a share is to have; once. */
    void begin(Share share, Found found, boolean curtailed) {
        sql("update hub.replay set events = :events, last = :last, position = :before, sent = :before, curtailed = :curtailed where job = :job and subscriber = :subscriber and events is null")
                .param("events", found.events()).param("last", found.last()).param("before", Math.max(0, found.first() - 1)).param("curtailed", curtailed)
                .param("job", share.job()).param("subscriber", share.subscriber()).update();
    }

    /**
     * Goes on through the log: counts what the subscriber has applied, parked or discarded, and writes a row for each event that it lacks.
     *
     * @param room   most rows to be written
     * @param repair whether later events of a subject may have been applied
     */
    Looked look(Share share, Range range, int room, boolean repair) {
        if (room <= 0 && !share.spared()) {
            return new Looked(share.position(), 0);
        }
        long until = Math.min(share.last(), share.position() + WINDOW);
        return sql("""
                with found as materialized (
                    select e.position, e.subject, d.outcome, count(*) filter (where d.outcome is null) over (order by e.position) as missing
                      from hub.event_log e left join hub.delivery d on d.subscriber = :subscriber and d.position = e.position
                     where e.position > :position and e.position <= :until and\s""" + range.where() + """
                ), taken as materialized (
                    select position, subject, outcome from found where :spared or missing <= :room
                ), newest as materialized (
                    select s.subject, (select e.position from hub.event_log e join hub.delivery d on d.subscriber = :subscriber and d.position = e.position and d.outcome = 'applied'
                                        where e.subject = s.subject and e.position > s.first order by e.position desc limit 1) as position
                      from (select subject, min(position) as first from taken where outcome is null and :repair and not :spared group by subject) s
                ), published as (
                    insert into hub.replay_event (job, subscriber, position, late)
                    select :job, :subscriber, t.position, t.position < coalesce(n.position, 0) from taken t left join newest n using (subject) where t.outcome is null and not :spared
                    returning position
                ), reached as (
                    select case when (select count(*) from taken) = (select count(*) from found) then :until else coalesce((select max(position) from taken), :position) end as position
                )
                update hub.replay r set position = g.position,
                       skipped = r.skipped + (select count(*) from taken where outcome in ('applied', 'discarded') or outcome is null and :spared),
                       parked = r.parked + (select count(*) from taken where outcome = 'parked')
                  from reached g where r.job = :job and r.subscriber = :subscriber and r.position = :position
                returning g.position, (select count(*) from published)""")
                .params(range.params()).param("job", share.job()).param("subscriber", share.subscriber()).param("position", share.position()).param("until", until)
                .param("spared", share.spared()).param("room", room).param("repair", repair)
                .query((row, n) -> new Looked(row.getLong(1), row.getLong(2))).optional()
                .orElseThrow(() -> new IllegalStateException("another hub goes on with replay " + share.job()));
    }

    /** The next events of a share that are not on the broker yet, a batch of them. */
    List<Recorded> unsent(Share share, long sent, int most) {
        return sql("""
                select position, recorded_at, envelope
                  from (select e.position, e.recorded_at, e.envelope, sum(octet_length(e.envelope)) over (order by e.position) - octet_length(e.envelope) as before
                          from (select position from hub.replay_event where job = ? and subscriber = ? and position > ? and outcome is null order by position limit ?) t
                          join hub.event_log e using (position)) b
                 where before < ? order by position""").params(share.job(), share.subscriber(), sent, most, BATCH_BYTES)
                .query((row, n) -> Recorded.of(row.getLong(1), row.getTimestamp(2).toInstant(), row.getString(3))).list();
    }

    /** Notes how far a share is on the broker; where another hub has noted something meanwhile, its step stands. */
    void sent(Share share, long before, long position) {
        if (sql("update hub.replay set sent = ? where job = ? and subscriber = ? and sent = ?").params(position, share.job(), share.subscriber(), before).update() != 1) {
            throw new IllegalStateException("another hub goes on with replay " + share.job());
        }
    }

    /** Whether an event is still to be delivered; it is kept from others until the thread's transaction ends. */
    public boolean isAwaited(String job, String subscriber, long position) {
        return sql("select true from hub.replay_event where job = ? and subscriber = ? and position = ? and outcome is null for update").params(job, subscriber, position)
                .query(Boolean.class).optional().isPresent();
    }

    /** Notes what an event came to: {@code applied}, {@code skipped}, {@code parked} or {@code failed}. One that was skipped because it is parked counts as parked. */
    public void cameTo(String job, String subscriber, long position, String outcome) {
        sql("""
                update hub.replay_event r set outcome = case when :outcome = 'skipped' and exists (select from hub.delivery d where d.subscriber = r.subscriber
                       and d.position = r.position and d.outcome = 'parked') then 'parked' else :outcome end
                 where job = :job and subscriber = :subscriber and position = :position and outcome is null""")
                .param("outcome", outcome).param("job", job).param("subscriber", subscriber).param("position", position).update();
    }

    /** Adds what has come to its end to the counts, and forgets the rows. */
    void count(String job) {
        sql("""
                with ended as (
                    delete from hub.replay_event where job = ? and outcome is not null returning subscriber, outcome, late
                ), counted as (
                    select subscriber, count(*) filter (where outcome = 'applied') as applied, count(*) filter (where outcome = 'applied' and late) as late,
                           count(*) filter (where outcome = 'skipped') as skipped, count(*) filter (where outcome in ('parked', 'failed')) as parked,
                           count(*) filter (where outcome = 'failed') as failed
                      from ended group by subscriber)
                update hub.replay r set applied = r.applied + c.applied, out_of_order = r.out_of_order + c.late, skipped = r.skipped + c.skipped, parked = r.parked + c.parked,
                       errors = r.errors + c.failed
                  from counted c where r.job = ? and r.subscriber = c.subscriber""").params(job, job).update();
    }

    /** Waits for deliveries under way, counts them, and lets none begin any more. */
    void close(String job) {
        sql("select position from hub.replay_event where job = ? for update").params(job).query(Long.class).list();
        count(job);
        sql("delete from hub.replay_event where job = ?").params(job).update();
    }

    private StatementSpec sql(String text) {
        return transactions.sql().sql(text);
    }

    private static Share share(ResultSet row, int n) throws SQLException {
        return new Share(row.getString("job"), row.getString("subscriber"), List.of((String[]) row.getArray("types").getArray()), row.getBoolean("spared"), row.getBoolean("curtailed"),
                row.getObject("events", Long.class), row.getLong("last"), row.getLong("position"), row.getLong("sent"),
                new Counts(row.getLong("applied"), row.getLong("out_of_order"), row.getLong("skipped"), row.getLong("parked"), row.getLong("errors")), row.getLong("under_way"));
    }
}
