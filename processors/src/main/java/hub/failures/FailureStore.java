package hub.failures;

import hub.events.EventLog;
import hub.events.InboundRecord;
import hub.events.Json;
import hub.events.Ledger;
import hub.events.Parking;
import hub.events.PermanentFailure;
import hub.events.Recorded;
import hub.events.Transactions;
import hub.failures.Failure.Status;
import java.sql.Types;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Where a message waits that a flow gave up, before its source is acknowledged; and the parking lane of its subject. Every call joins the
 * thread's transaction.
 */
public final class FailureStore implements Parking {

    static final String OPEN = "status in ('WAITING', 'HELD', 'BLOCKED', 'RETRYING')";
    private static final Set<String> CREDENTIALS = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie", "x-api-key");
    private static final int MAX_TEXT = 2000;
    /** What is no event of the hub is counted under this and its route. */
    private static final String FOREIGN = "foreign:";

    private final Transactions transactions;
    private final Ledger ledger;
    private final Incidents incidents;
    private final RetryDelays delays;
    private final int maxRowsPerSubscriber;
    private final Map<String, Room> rooms = new ConcurrentHashMap<>();

    /** @param maxRowsPerSubscriber open rows at which whoever takes messages pauses instead of parking */
    public FailureStore(Transactions transactions, Ledger ledger, Incidents incidents, RetryDelays delays, int maxRowsPerSubscriber) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.incidents = incidents;
        this.delays = delays;
        this.maxRowsPerSubscriber = maxRowsPerSubscriber;
    }

    /**
     * Parks an event that a subscriber gave up, claiming it; empty where somebody else had handled it meanwhile.
     *
     * @throws LaneFull the subscriber has as many open rows as it may have: do not acknowledge, wait
     */
    public Optional<UUID> parkDelivery(NewFailure failure) {
        requireRoom(failure.subscriber());
        return ledger.claim(failure.subscriber(), failure.position(), "parked") ? Optional.of(park(failure)) : Optional.empty();
    }

    /** Refuses when the subscriber has no room for another open row. */
    public void requireRoom(String subscriber) {
        requireAtMost(maxRowsPerSubscriber - 1, subscriber);
    }

    /** Refuses when the open row just written is one too many; nothing of it stays then. */
    public void requireWithinBound(String subscriber) {
        requireAtMost(maxRowsPerSubscriber, subscriber);
    }

    /** Counts at most once a second while there is plenty of room, because counting takes longer the more there is. */
    private void requireAtMost(int rows, String subscriber) {
        var room = rooms.get(subscriber);
        if (room != null && room.isPlenty(rows)) {
            return;
        }
        long open = transactions.sql().sql("select count(*) from (select from hub.failure where subscriber = ? and " + OPEN + " limit ?) counted")
                .params(subscriber, rows + 1).query(Long.class).single();
        rooms.put(subscriber, new Room(open, System.nanoTime(), new AtomicLong()));
        if (open > rows) {
            throw new LaneFull(subscriber, maxRowsPerSubscriber);
        }
    }

    /** What was counted, when, and how often it was asked for since. */
    private record Room(long open, long at, AtomicLong since) {
        boolean isPlenty(int rows) {
            return System.nanoTime() - at < TimeUnit.SECONDS.toNanos(1) && open + since.incrementAndGet() < rows * 9L / 10;
        }
    }

    /** Parks a record that the ingress cannot read; it blocks nothing. */
    public void parkRecord(String flow, InboundRecord record, PermanentFailure why) {
        var failure = NewFailure.ofRecord(flow, record, why);
        requireRoom(failure.subscriber());
        park(failure);
    }

    /**
     * Parks a message that is no event of the hub; nobody can try it again, it blocks nothing. Of a body that is larger than an event may be the beginning is kept.
     *
     * @throws LaneFull the route has as many such open rows as it may have: do not acknowledge, wait
     */
    public UUID parkMessage(String flow, byte[] body, Map<String, String> headers, PermanentFailure why) {
        var name = FOREIGN + flow;
        requireRoom(name);
        var whole = body == null ? new byte[0] : body;
        boolean isCut = whole.length > EventLog.MAX_BYTES;
        var reason = isCut ? "only the first " + EventLog.MAX_BYTES + " of its " + whole.length + " bytes are kept: " + why.getMessage() : why.getMessage();
        return park(new NewFailure(why.code(), reason, flow, null, name, null, null, null, null, null, false, why, 1, null, null, headers,
                isCut ? Arrays.copyOf(whole, EventLog.MAX_BYTES) : whole, null, null, null));
    }

    /**
     * Parks a message of a queue for an operator; it blocks nothing. One that is recorded already (it came again before it was deleted) stays as it is.
     *
     * @throws LaneFull the queue has as many open rows as it may have: do not delete the message, wait
     */
    public void parkQueued(NewFailure failure) {
        requireRoom(failure.subscriber());
        park(failure);
    }

    /** Records a message of a queue that is refused for good; nobody is alerted, it blocks nothing. One that is recorded already stays as it is. */
    public void reject(NewFailure failure) {
        insert(failure, Status.REJECTED, 0);
    }

    @Override
    public Set<String> openLanes(String relay, Collection<String> subjects) {
        return new HashSet<>(transactions.sql().sql("select subject from unnest(?) as wanted (subject) where hub.lane_is_open(?, subject)")
                .params(subjects.toArray(String[]::new), relay).query(String.class).list());
    }

    @Override
    public void parkRefused(String relay, Recorded event, PermanentFailure why) {
        requireRoom(relay);
        park(NewFailure.ofEvent(relay, relay, event, why, 1));
    }

    @Override
    public void parkBehind(String relay, Recorded event) {
        requireRoom(relay);
        insert(NewFailure.ofEvent(relay, relay, event, new PermanentFailure("behind", "waits behind an earlier failure of its subject"), 0), Status.BLOCKED, 0);
    }

    private UUID park(NewFailure failure) {
        var delays = this.delays.of(failure.subscriber());
        boolean held = !failure.heals() || delays.count() == 0;
        var id = insert(failure, held ? Status.HELD : Status.WAITING, held ? 0 : delays.next(0).toMillis());
        if (held && id != null) {
            incidents.held(failure.flow(), failure.fault());
        }
        return id;
    }

    private UUID insert(NewFailure f, Status status, long delayMillis) {
        var fault = f.fault() == null ? null : NewFailure.unwrapped(f.fault());
        return transactions.sql().sql("""
                insert into hub.failure (status, code, reason, flow, step, subscriber, type, subject, source, event_id, position, exception, message, attempts,
                       correlation_id, traceparent, headers, payload, next_attempt_at, dead_letter, record_key, record_value, frame)
                select :status, :code, :reason, :flow, :step, :subscriber, :type, :subject, :source, :eventId, :position, :exception, :message, :attempts,
                       :correlationId, :traceparent, :headers::jsonb, :payload, case when :status = 'WAITING' then clock_timestamp() + :delay * interval '1 millisecond' end,
                       coalesce(:deadLetter, i.topic || '.dlq'), coalesce(:recordKey, i.record_key), coalesce(:recordValue, i.record_value), :frame
                  from (select) one left join hub.ingress i on i.source = :source and i.id = :eventId and :position::bigint is not null and :subscriber not like 'relay:%'
                on conflict do nothing returning id""")
                .param("status", status.name()).param("code", f.code()).param("reason", text(f.reason())).param("flow", f.flow()).param("step", f.step())
                .param("subscriber", f.subscriber()).param("type", text(f.type())).param("subject", text(f.subject())).param("source", text(f.source()))
                .param("eventId", text(f.eventId())).param("position", f.position(), Types.BIGINT).param("exception", fault == null ? null : fault.getClass().getName())
                .param("message", f.fault() == null ? null : text(NewFailure.reason(f.fault()))).param("attempts", f.attempts()).param("correlationId", text(f.correlationId()))
                .param("traceparent", text(f.traceparent())).param("headers", Json.write(withoutCredentials(f.headers()))).param("payload", f.payload())
                .param("delay", delayMillis).param("deadLetter", f.deadLetter(), Types.VARCHAR).param("recordKey", f.recordKey(), Types.BINARY)
                .param("recordValue", f.recordValue(), Types.BINARY)
                .param("frame", text(NewFailure.frame(f.fault()))).query(UUID.class).optional().orElse(null);
    }

    private static Map<String, String> withoutCredentials(Map<String, String> headers) {
        return headers.entrySet().stream().filter(header -> !CREDENTIALS.contains(header.getKey().toLowerCase(Locale.ROOT)))
                .collect(Collectors.toMap(header -> text(header.getKey()), header -> text(String.valueOf(header.getValue())), (first, second) -> second));
    }

    /** PostgreSQL takes no NUL in a text, and an operator no novel. */
    private static String text(String text) {
        if (text == null) {
            return null;
        }
        var clean = text.replace("\u0000", "");
        return clean.length() <= MAX_TEXT ? clean : clean.substring(0, MAX_TEXT - 1) + "…";
    }

    /** The bound of open rows of a subscriber is reached. */
    public static final class LaneFull extends RuntimeException {

        private static final long serialVersionUID = 1L;
        private final String subscriber;

        LaneFull(String subscriber, int rows) {
            super("subscriber " + subscriber + " has " + rows + " open failures, as many as failures.max-rows-per-subscriber allows; it waits until some are ended");
            this.subscriber = subscriber;
        }

        public String subscriber() {
            return subscriber;
        }
    }
}
