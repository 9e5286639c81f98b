package hub.failures;

import hub.events.Json;
import hub.events.KafkaStream;
import hub.events.Ledger;
import hub.events.Transactions;
import hub.failures.Failure.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The order of parked messages: per subscriber and subject the head first, and the next one when the head has ended. Every call joins the thread's transaction. */
public final class Lanes {

    static final String COLUMNS = """
            id, status, code, reason, flow, step, subscriber, type, subject, source, event_id, position, exception, message, attempts, retries, correlation_id,
            traceparent, headers, payload, history, created_at, updated_at, next_attempt_at, record_key, frame,
            hub.failure_group(flow, code, exception, frame) as failure_group""";

    /** As {@link #COLUMNS}, without what no list shows and may be large. */
    static final String LISTED = COLUMNS.replace("headers, payload, history", "'{}' as headers, ''::bytea as payload, '[]' as history");

    private final Transactions transactions;
    private final Ledger ledger;
    private final Incidents incidents;
    private final RetryDelays delays;
    private final Duration lease;

    /** @param lease how long a call to a partner may take before another drainer takes over */
    public Lanes(Transactions transactions, Ledger ledger, Incidents incidents, RetryDelays delays, Duration lease) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.incidents = incidents;
        this.delays = delays;
        this.lease = lease;
    }

    /** Locks the head of a lane that is due longest; locked ones are another drainer's. */
    Optional<Failure> takeDue(List<String> subscribers) {
        return transactions.sql().sql("select " + COLUMNS + " from hub.take_due(?)").params((Object) subscribers.toArray(String[]::new)).query(Lanes::failure).optional();
    }

    Optional<Failure> find(UUID id, boolean lock) {
        return transactions.sql().sql("select " + COLUMNS + " from hub.failure where id = ?" + (lock ? " for update" : "")).params(id).query(Lanes::failure).optional();
    }

    Optional<UUID> headOf(Failure failure) {
        return failure.position() == null ? Optional.empty() : transactions.sql().sql("select head from hub.lane_head(?, ?) head where head is not null")
                .params(failure.subscriber(), failure.subject()).query(UUID.class).optional();
    }

    long behind(Failure failure) {
        return failure.position() == null ? 0 : transactions.sql().sql("""
                select count(*) from hub.failure where subscriber = ? and subject = ? and position > ? and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING')""")
                .params(failure.subscriber(), failure.subject(), failure.position()).query(Long.class).single();
    }

    List<Failure> firstBehind(Failure failure, int limit) {
        return failure.position() == null ? List.of() : transactions.sql().sql("select " + COLUMNS + """
                \s from hub.failure where subscriber = ? and subject = ? and position > ? and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING') order by position limit ?""")
                .params(failure.subscriber(), failure.subject(), failure.position(), limit).query(Lanes::failure).list();
    }

    /** Marks a head as being tried outside a transaction. @return when the lease ends, which also names it */
    Instant lease(Failure failure) {
        return transactions.sql().sql("""
                update hub.failure set status = 'RETRYING', next_attempt_at = clock_timestamp() + ? * interval '1 millisecond', updated_at = clock_timestamp() where id = ?
                returning next_attempt_at""").params(lease.toMillis(), failure.id()).query(Timestamp.class).single().toInstant();
    }

    /** Locks a leased failure; false where the lease is over and somebody else may have it. */
    boolean stillLeased(Failure failure, Instant until) {
        return transactions.sql().sql("select id from hub.failure where id = ? and status = 'RETRYING' and next_attempt_at = ? for update")
                .params(failure.id(), Timestamp.from(until)).query(UUID.class).optional().isPresent();
    }

    /** Tries again a little later, without counting it as an attempt: it could not be tried now. */
    void postpone(Failure failure) {
        transactions.sql().sql("""
                update hub.failure set status = 'WAITING', next_attempt_at = clock_timestamp() + interval '1 second', updated_at = clock_timestamp()
                 where id = ? and status in ('WAITING', 'RETRYING')""").params(failure.id()).update();
    }

    /** Lets heads go that nobody let go, and has those wait that an earlier one was put before since they were heads. @return how many were let go */
    public int releaseOrphans() {
        return transactions.inTransaction(() -> {
            transactions.sql().sql("""
                    update hub.failure set status = 'BLOCKED', next_attempt_at = null
                     where id in (select id from hub.failure where status = 'WAITING' and position is not null and id <> hub.lane_head(subscriber, subject) for update skip locked)""").update();
            return transactions.sql().sql("""
                    update hub.failure set status = 'WAITING', next_attempt_at = clock_timestamp()
                     where status = 'BLOCKED' and (position is null or id = hub.lane_head(subscriber, subject))""").update();
        });
    }

    /** Ends a failure whose message has had its effect, and lets the next of its lane go. */
    void resolve(Failure failure) {
        end(failure, Status.RESOLVED, "applied", entry("resolved", "drainer", null));
    }

    /** Ends a failure without effect, for a reason. */
    void discard(Failure failure, String operator, String reason) {
        end(failure, Status.DISCARDED, "discarded", entry("discarded", operator, reason));
    }

    /** Changes what a failure says, and remembers what it said. */
    void edit(Failure failure, Edit.Edited edited, String operator, String reason) {
        transactions.sql().sql("insert into hub.failure_edit (failure_id, operator, reason, payload, headers, difference) values (?, ?, ?, ?, ?::jsonb, ?::jsonb)")
                .params(failure.id(), operator, reason, failure.payload(), Json.write(failure.headers()), Json.write(edited.difference())).update();
        transactions.sql().sql("update hub.failure set payload = ?, headers = ?::jsonb, updated_at = clock_timestamp(), history = history || ?::jsonb where id = ?")
                .params(edited.payload(), Json.write(edited.headers()), entry("edited", operator, reason), failure.id()).update();
    }

    List<Edit.Done> edits(UUID id) {
        return transactions.sql().sql("select at, operator, reason, payload, headers, difference from hub.failure_edit where failure_id = ? order by at desc limit 20").params(id)
                .query((row, n) -> new Edit.Done(instant(row.getTimestamp(1)), row.getString(2), row.getString(3), row.getBytes(4), Json.read(row.getString(5)), Json.read(row.getString(6)))).list();
    }

    /**
     * Opens a discarded failure again: HELD, with later ones of its lane behind it; or behind an earlier one.
     *
     * @return false where somebody is at work on its lane: nothing has changed then
     */
    boolean restore(Failure failure, String operator) {
        boolean first = true;
        if (failure.position() != null) {
            var lane = "hub.failure where subscriber = ? and subject = ? and position is not null and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING')";
            long open = transactions.sql().sql("select count(*) from " + lane).params(failure.subscriber(), failure.subject()).query(Long.class).single();
            var rows = transactions.sql().sql("select position, status from " + lane + " for update skip locked").params(failure.subscriber(), failure.subject())
                    .query((row, n) -> new Place(row.getLong(1), Status.valueOf(row.getString(2)))).list();
            if (rows.size() < open || rows.stream().anyMatch(row -> row.status() == Status.RETRYING && row.position() > failure.position())) {
                return false;
            }
            first = rows.stream().noneMatch(row -> row.position() < failure.position());
            lock(failure);
            transactions.sql().sql("""
                    update hub.failure set status = 'BLOCKED', next_attempt_at = null, updated_at = clock_timestamp()
                     where subscriber = ? and subject = ? and position > ? and status in ('WAITING', 'HELD')""")
                    .params(failure.subscriber(), failure.subject(), failure.position()).update();
            ledger.parkAgain(failure.subscriber(), failure.position());
        }
        transactions.sql().sql("update hub.failure set status = ?, updated_at = clock_timestamp(), history = history || ?::jsonb where id = ?")
                .params(first ? "HELD" : "BLOCKED", entry("restored", operator, null), failure.id()).update();
        return true;
    }

    private record Place(long position, Status status) { }

    /** Makes a failure due now. */
    void release(Failure failure, String operator) {
        transactions.sql().sql("""
                update hub.failure set status = 'WAITING', next_attempt_at = clock_timestamp(), updated_at = clock_timestamp(), history = history || ?::jsonb where id = ?""")
                .params(entry("retry", operator, null), failure.id()).update();
    }

    /** Counts a vain attempt: waits for the next one, or is held when there is none or none can help. */
    void failedAgain(Failure failure, Throwable fault) {
        var permanent = NewFailure.permanent(fault);
        var delays = this.delays.of(failure.subscriber());
        boolean again = (permanent == null || permanent.code().equals(KafkaStream.UNKNOWN_TOPIC)) && failure.retries() < delays.count() - 1;
        var exception = NewFailure.unwrapped(fault);
        var message = NewFailure.reason(fault).replace("\u0000", "");
        int updated = transactions.sql().sql("""
                update hub.failure set status = :status, code = :code, reason = :message, step = coalesce(:step, step), attempts = attempts + 1, retries = retries + 1, exception = :exception,
                       frame = :frame, message = :message, updated_at = clock_timestamp(), history = history || :entry::jsonb,
                       next_attempt_at = case when :status = 'WAITING' then clock_timestamp() + :delay * interval '1 millisecond' end
                 where id = :id and attempts = :attempts and status in ('WAITING', 'RETRYING')""")
                .param("status", again ? "WAITING" : "HELD").param("code", permanent == null ? NewFailure.PROCESSING_FAILED : permanent.code())
                .param("message", message.substring(0, Math.min(message.length(), 2000))).param("exception", exception.getClass().getName())
                .param("frame", NewFailure.frame(fault)).param("step", NewFailure.step(fault)).param("entry", entry("failed", "drainer", exception.getClass().getSimpleName()))
                .param("delay", again ? delays.next(failure.retries() + 1).toMillis() : 0).param("id", failure.id()).param("attempts", failure.attempts()).update();
        if (updated == 1 && !again) {
            incidents.held(failure.flow(), fault);
        }
    }

    /** The next of the lane is let go, unless somebody has it in hand: an operator who ends it waits for this lane himself, and then lets go the one after it. */
    private void end(Failure failure, Status status, String outcome, String entry) {
        if (failure.position() != null) {
            lock(failure);
        }
        transactions.sql().sql("""
                update hub.failure set status = ?, next_attempt_at = null, updated_at = clock_timestamp(), history = history || ?::jsonb
                 where id = ? and status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING')""").params(status.name(), entry, failure.id()).update();
        if (failure.position() != null) {
            ledger.settleParked(failure.subscriber(), failure.position(), outcome);
            transactions.sql().sql("""
                    update hub.failure set status = 'WAITING', next_attempt_at = clock_timestamp(), updated_at = clock_timestamp()
                     where id = (select id from hub.failure where status = 'BLOCKED' and id = (select hub.lane_head(?, ?)) for update skip locked)""")
                    .params(failure.subscriber(), failure.subject()).update();
        }
    }

    /** Two ends of one lane at a time would each promote what the other one ends. */
    private void lock(Failure failure) {
        transactions.sql().sql("select pg_advisory_xact_lock(hashtext('hub.lane'), hashtext(?))").param(failure.subscriber() + "/" + failure.subject()).query().singleRow();
    }

    /** An entry of a history. @param why or null */
    static String entry(String what, String who, String why) {
        var entry = Json.MAPPER.createObjectNode().put("at", Instant.now().toString()).put("what", what).put("who", who);
        if (why != null) {
            entry.put("why", why);
        }
        return Json.write(entry);
    }

    static Failure failure(ResultSet row, int n) throws SQLException {
        return new Failure(row.getObject("id", UUID.class), Status.valueOf(row.getString("status")), row.getString("code"), row.getString("reason"), row.getString("flow"),
                row.getString("step"), row.getString("subscriber"), row.getString("type"), row.getString("subject"), row.getString("source"), row.getString("event_id"),
                row.getObject("position", Long.class), row.getString("exception"), row.getString("message"), row.getInt("attempts"), row.getInt("retries"),
                row.getString("correlation_id"), row.getString("traceparent"), Json.read(row.getString("headers")), row.getBytes("payload"),
                Json.read(row.getString("history")), instant(row.getTimestamp("created_at")), instant(row.getTimestamp("updated_at")),
                instant(row.getTimestamp("next_attempt_at")), row.getBytes("record_key"), row.getString("frame"), row.getString("failure_group"));
    }

    private static Instant instant(Timestamp timestamp) {
        return timestamp == null ? null : timestamp.toInstant();
    }
}
