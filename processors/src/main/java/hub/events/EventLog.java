package hub.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The outbox, audit trail and event store. Events appended during a transaction are checked at once and written together as its last
 * act, so that state and events commit together or not at all and the append fence is held for a moment only.
 */
public final class EventLog {

    /** Largest envelope, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final String APPEND = "select hub.append_event(?, ?, ?, ?, ?, ?, ?, ?)";
    private final Transactions transactions;
    private final EventCatalogue catalogue;
    private final Clock clock;
    private final Runnable wakeRelays;
    private final JdbcTemplate jdbc;

    /** @param wakeRelays called after each commit that recorded events */
    public EventLog(Transactions transactions, EventCatalogue catalogue, Clock clock, Runnable wakeRelays) {
        this.transactions = transactions;
        this.catalogue = catalogue;
        this.clock = clock;
        this.wakeRelays = wakeRelays;
        this.jdbc = new JdbcTemplate(transactions.dataSource());
    }

    /**
     * Appends an event of the hub in the thread's transaction, with the thread's {@link Causation}.
     *
     * @param data domain fields; a record or a JSON tree that fits the type's schema
     * @throws IllegalArgumentException unknown type, data that breaks its schema, empty subject or an envelope over 256 KiB
     * @throws IllegalStateException    no transaction
     */
    public Event append(String type, String subject, Object data) {
        return append(type, subject, null, data);
    }

    /** As {@link #append(String, String, Object)}, claiming the version of an event-sourced aggregate: of two writers of one version one fails. */
    public Event append(String type, String subject, Long version, Object data) {
        if (!catalogue.knows(type)) {
            throw new IllegalArgumentException("unknown event type " + type + ": the catalogue has no schema for it");
        }
        var why = Causation.current();
        var extensions = new TreeMap<String, String>();
        extensions.put("correlationid", why.correlationId());
        extensions.put("traceparent", why.traceparent());
        if (why.causationId() != null) {
            extensions.put("causationid", why.causationId());
        }
        JsonNode tree = Json.MAPPER.valueToTree(data);
        var event = new Event(UUID.randomUUID().toString(), "/hub/" + type.substring(0, type.indexOf('.')), type, subject,
                clock.instant().truncatedTo(ChronoUnit.MILLIS), tree, extensions);
        append(event, version, null);
        return event;
    }

    /** Appends an event that came from outside, as it is. @param origin the topic that it came from and is never echoed to */
    void appendInbound(Event event, String origin) {
        append(event, null, origin);
    }

    private void append(Event event, Long version, String origin) {
        if (!transactions.isActive()) {
            throw new IllegalStateException("an event is appended in the transaction of its state change; there is none on this thread");
        }
        if (event.subject() == null || event.subject().isBlank()) {
            throw new IllegalArgumentException(event.type() + " has no subject");
        }
        var faults = catalogue.faults(event.type(), event.data());
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(event.type() + " breaks its schema: " + String.join("; ", faults));
        }
        pending().add(new Appended(event, event.toJson(), version, origin));
    }

    private List<Appended> pending() {
        var pending = (Pending) TransactionSynchronizationManager.getResource(this);
        if (pending == null) {
            var bound = new Pending(new ArrayList<>());
            TransactionSynchronizationManager.bindResource(this, bound);
            transactions.atEnd(() -> flush(bound.events()), wakeRelays, () -> TransactionSynchronizationManager.unbindResource(this));
            return bound.events();
        }
        return pending.events();
    }

    private void flush(List<Appended> events) {
        jdbc.execute(APPEND, (PreparedStatementCallback<Void>) statement -> {
            var connection = statement.getConnection();
            statement.setArray(1, connection.createArrayOf("text", column(events, Appended::envelope)));
            statement.setArray(2, connection.createArrayOf("text", column(events, a -> a.event().id())));
            statement.setArray(3, connection.createArrayOf("text", column(events, a -> a.event().source())));
            statement.setArray(4, connection.createArrayOf("text", column(events, a -> a.event().type())));
            statement.setArray(5, connection.createArrayOf("text", column(events, a -> a.event().subject())));
            statement.setArray(6, connection.createArrayOf("bigint", column(events, Appended::version)));
            statement.setArray(7, connection.createArrayOf("text", column(events, Appended::origin)));
            statement.setArray(8, connection.createArrayOf("text", column(events, a -> a.event().correlationId())));
            statement.execute();
            return null;
        });
    }

    private static Object[] column(List<Appended> events, Function<Appended, Object> value) {
        return events.stream().map(value).toArray();
    }

    private record Appended(Event event, String envelope, Long version, String origin) { }

    private record Pending(List<Appended> events) { }
}
