package hub.events;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The idempotent receiver of events from outside: each is recorded once, by its source and id. What cannot be read is handed to the
 * refusals, once, by its coordinates; it harms none of its neighbours.
 */
public final class Ingress {

    /** Parks a record that cannot be read, in the thread's transaction. */
    public interface Refusals {
        void park(InboundRecord record, PermanentFailure why);
    }

    /** What became of a batch, in numbers of records. */
    public record Received(int recorded, int duplicates, int refused) {

        public static final Received NOTHING = new Received(0, 0, 0);

        public Received plus(Received other) {
            return new Received(recorded + other.recorded, duplicates + other.duplicates, refused + other.refused);
        }
    }

    private record Key(String source, String id) { }

    private record Read(InboundRecord record, Event event, PermanentFailure refusal) {
        Key key() {
            return refusal == null ? new Key(event.source(), event.id()) : new Key(record.source(), record.coordinates());
        }
    }

    private final Transactions transactions;
    private final EventLog log;
    private final InboundEvents events;
    private final JdbcTemplate jdbc;

    public Ingress(Transactions transactions, EventLog log, InboundEvents events) {
        this.transactions = transactions;
        this.log = log;
        this.events = events;
        this.jdbc = new JdbcTemplate(transactions.dataSource());
    }

    /** Receives a batch in one transaction. It can be repeated: what was received before is a duplicate then. */
    public Received receive(List<InboundRecord> batch, Refusals refusals) {
        var read = batch.stream().map(this::read).toList();
        return transactions.inTransaction(() -> {
            var fresh = remember(read);
            int recorded = 0;
            int refused = 0;
            for (var one : read) {
                if (!fresh.remove(one.key())) {
                    continue;
                }
                if (one.refusal() == null) {
                    log.appendInbound(one.event(), one.record().topic());
                    recorded++;
                } else {
                    refusals.park(one.record(), one.refusal());
                    refused++;
                }
            }
            return new Received(recorded, batch.size() - recorded - refused, refused);
        });
    }

    /** Parks a record that reads well and still cannot be recorded, so that its neighbours go on. */
    public Received refuse(InboundRecord record, PermanentFailure why, Refusals refusals) {
        return transactions.inTransaction(() -> {
            boolean fresh = !remember(List.of(new Read(record, null, why))).isEmpty();
            if (fresh) {
                refusals.park(record, why);
            }
            return new Received(0, fresh ? 0 : 1, fresh ? 1 : 0);
        });
    }

    /**
     * Takes a refused record in after all, in the thread's transaction, for example because the schema was widened. A flat event is named by its
     * record, which was remembered when it was refused; only one that names itself may have come another time meanwhile.
     */
    public void receiveAgain(InboundRecord record) {
        var read = new Read(record, events.read(record), null);
        boolean namedByRecord = read.key().equals(new Key(record.source(), record.coordinates()));
        if (namedByRecord || !remember(List.of(read)).isEmpty()) {
            log.appendInbound(read.event(), record.topic());
        }
    }

    private Read read(InboundRecord record) {
        try {
            return new Read(record, events.read(record), null);
        } catch (PermanentFailure refusal) {
            return new Read(record, null, refusal);
        } catch (RuntimeException unforeseen) {
            // Reading needs nothing but the record, so the record is to blame; waiting would block its neighbours for ever.
            return new Read(record, null, new PermanentFailure("malformed-event", "cannot be read: " + unforeseen));
        }
    }

    /** Remembers the records by key, in key order so that two hubs cannot deadlock, and answers which were new. */
    private Set<Key> remember(List<Read> read) {
        Map<Key, Read> byKey = new LinkedHashMap<>();
        read.forEach(one -> byKey.putIfAbsent(one.key(), one));
        var sorted = new ArrayList<>(byKey.values());
        sorted.sort(Comparator.comparing((Read one) -> one.key().source()).thenComparing(one -> one.key().id()));
        return new HashSet<>(jdbc.query(connection -> {
            var statement = connection.prepareStatement("""
                    insert into hub.ingress (source, id, topic, record_key, record_value)
                    select * from unnest(?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[]) on conflict do nothing returning source, id""");
            statement.setArray(1, connection.createArrayOf("text", sorted.stream().map(one -> one.key().source()).toArray()));
            statement.setArray(2, connection.createArrayOf("text", sorted.stream().map(one -> one.key().id()).toArray()));
            statement.setArray(3, connection.createArrayOf("text", sorted.stream().map(one -> one.record().topic()).toArray()));
            statement.setArray(4, connection.createArrayOf("bytea", sorted.stream().map(one -> one.record().key()).toArray(byte[][]::new)));
            statement.setArray(5, connection.createArrayOf("bytea", sorted.stream().map(one -> one.record().value()).toArray(byte[][]::new)));
            return statement;
        }, (row, n) -> new Key(row.getString(1), row.getString(2))));
    }
}
