package sandbox.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Reads what became of the messages of a run: from the hub's tables, from Kafka topics and from the hub's answers. All of it meets in
 * temporary tables, so that a flow says in one query what its messages came to. For one thread, but for {@link #answered}.
 */
final class Evidence implements AutoCloseable {

    private static final String EVENTS = """
            insert into event (position, id, source, type, subject, correlation, recorded_at)
            select position, id, source, type, subject, correlation, recorded_at
              from (select *, envelope::jsonb ->> 'correlationid' as correlation from hub.event_log where position > ? and position <= ?) log
             where starts_with(correlation, (select prefix from run))""";
    private static final String FAILURES = """
            insert into failure (correlation, subscriber, status, code, dead_letter)
            select correlation_id, subscriber, status, code, dead_letter from hub.failure
             where (hub.is_open(status) or status = 'REJECTED') and starts_with(correlation_id, (select prefix from run))""";
    private static final String ENTRIES = """
            insert into entry (subject, version, markets, flagged, served, served_markets) values (?, ?, ?, ?, ?, ?)
            on conflict (subject) do update set (version, markets, flagged, served, served_markets)
                = (excluded.version, excluded.markets, excluded.flagged, excluded.served, excluded.served_markets)""";
    private static final int ENTRIES_AT_ONCE = 1000;
    private final ConcurrentLinkedQueue<Answer> answers = new ConcurrentLinkedQueue<>();
    private final Connection connection;
    private final TopicReader topics;
    private final Collection<String> queues;
    private final SqsQueues sqs;
    private final EntryStates entries;
    private long position;

    /**
     * What was answered to a message.
     *
     * @param key     idempotency key; of an entity the record id; or null
     * @param sent    when the message was sent
     * @param at      when it was answered
     * @param subject the entry that it is about, campaign and fan with a slash between them; or null
     * @param said    of an entry that was written its version, of a refusal the reason; or null
     */
    record Answer(String flow, String correlation, String key, int status, Instant sent, Instant at, String subject, String said) { }

    private Evidence(Connection connection, TopicReader topics, Collection<String> queues, SqsQueues sqs, EntryStates entries) {
        this.connection = connection;
        this.topics = topics;
        this.queues = queues;
        this.sqs = sqs;
        this.entries = entries;
    }

    /** Begins where tables and topics end now. @throws CannotRun when database or Kafka is not reachable, or a topic is missing */
    static Evidence open(Addresses addresses, String run, Collection<String> topics, Collection<String> queues, SqsQueues sqs, EntryStates entries) {
        var prefix = "demo-" + run + "-";
        try {
            var connection = DriverManager.getConnection(addresses.jdbcUrl(), addresses.databaseUser(), addresses.databasePassword());
            var evidence = new Evidence(connection, new TopicReader(addresses.brokers(), topics, prefix), queues, sqs, entries);
            evidence.prepare(prefix);
            return evidence;
        } catch (SQLException | IOException | RuntimeException e) {
            throw new CannotRun("cannot read what becomes of messages: " + e.getMessage(), e);
        }
    }

    private void prepare(String prefix) throws SQLException, IOException {
        try (var script = Evidence.class.getResourceAsStream("evidence.sql"); var statement = connection.createStatement()) {
            statement.execute(new String(script.readAllBytes(), StandardCharsets.UTF_8));
        }
        position = number("select hub.safe_position()");
        try (var insert = connection.prepareStatement("insert into run (prefix, baseline) values (?, ?)")) {
            insert.setString(1, prefix);
            insert.setLong(2, position);
            insert.execute();
        }
    }

    /** A message is answered. */
    void answered(Answer answer) {
        answers.add(answer);
    }

    /** Brings the evidence up to date. */
    void refresh() {
        try {
            takeAnswers();
            takeRecords();
            takeEvents();
            takeDepths();
            takeEntries("unsettled_entry", "");
            try (var statement = connection.createStatement()) {
                statement.execute("truncate failure");
                statement.execute(FAILURES);
                statement.execute("analyze answer, record, event, failure, entry");   // nobody else analyses temporary tables
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void takeAnswers() throws SQLException {
        try (var insert = connection.prepareStatement("insert into answer (flow, correlation, key, status, sent, at, subject, said) values (?, ?, ?, ?, ?, ?, ?, ?)")) {
            for (var answer = answers.poll(); answer != null; answer = answers.poll()) {
                insert.setString(1, answer.flow());
                insert.setString(2, answer.correlation());
                insert.setString(3, answer.key());
                insert.setInt(4, answer.status());
                insert.setObject(5, time(answer.sent()));
                insert.setObject(6, time(answer.at()));
                insert.setString(7, answer.subject());
                insert.setString(8, answer.said());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void takeRecords() throws SQLException {
        var seen = new ArrayList<TopicReader.Seen>();
        topics.read(seen::add);
        try (var insert = connection.prepareStatement("insert into record (topic, correlation, source, id, at, subject, state) values (?, ?, ?, ?, ?, ?, ?)")) {
            for (var record : seen) {
                insert.setString(1, record.topic());
                insert.setString(2, record.correlation());
                insert.setString(3, record.source());
                insert.setString(4, record.id());
                insert.setObject(5, time(record.at()));
                insert.setString(6, record.subject());
                insert.setString(7, record.state());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** After the answers were taken, so that an empty queue has let go of every message that they tell of. */
    private void takeDepths() throws SQLException {
        try (var statement = connection.createStatement(); var insert = connection.prepareStatement("insert into queue (name, depth) values (?, ?)")) {
            statement.execute("truncate queue");
            for (var queue : queues) {
                insert.setString(1, queue);
                insert.setLong(2, sqs.depth(queue));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    /** Those of a view, so many at most. @return the last of them; null when there is none */
    private String takeEntries(String view, String after) throws SQLException {
        var keys = new ArrayList<EntryStates.Key>();
        try (var query = connection.prepareStatement("select subject from " + view + " where subject > ? order by subject limit " + ENTRIES_AT_ONCE)) {
            query.setString(1, after);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    keys.add(EntryStates.Key.of(rows.getString(1)));
                }
            }
        }
        try (var upsert = connection.prepareStatement(ENTRIES)) {
            for (var state : entries.of(keys)) {
                upsert.setString(1, state.key().subject());
                upsert.setString(2, state.row() == null ? null : state.row().version());
                upsert.setString(3, state.row() == null ? null : state.row().markets());
                upsert.setBoolean(4, state.flagged());
                upsert.setString(5, state.served() == null ? null : state.served().version());
                upsert.setString(6, state.served() == null ? null : state.served().markets());
                upsert.addBatch();
            }
            upsert.executeBatch();
        }
        return keys.isEmpty() ? null : keys.get(keys.size() - 1).subject();
    }

    /** Looks at every entry once more: one that was as it is to be may have been changed since. */
    void lookAgainAtEntries() {
        try {
            for (var last = ""; last != null; ) {
                last = takeEntries("newest_entry", last);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private void takeEvents() throws SQLException {
        long safe = number("select hub.safe_position()");
        try (var insert = connection.prepareStatement(EVENTS)) {
            insert.setLong(1, position);
            insert.setLong(2, safe);
            insert.execute();
        }
        position = safe;
    }

    /** What the messages of a flow came to. */
    Tally tally(Flow flow) {
        var tally = new Tally();
        read("select split_part(correlation, '.', 2), coalesce(outcome, 'UNACCOUNTED'), count(*) from (" + flow.outcomes() + ") message group by 1, 2",
                row -> tally.add(row.getString(1), Outcome.valueOf(row.getString(2)), row.getLong(3)));
        return tally;
    }

    /** The line of a flow in the table. */
    Table.Line line(Flow flow) {
        var lines = new ArrayList<Table.Line>();
        var tally = tally(flow);
        read("select 1000 * percentile_disc(0.5) within group (order by seconds), 1000 * percentile_disc(0.99) within group (order by seconds)"
                        + " from (select extract(epoch from applied - accepted) as seconds from (" + flow.outcomes()
                        + ") message where outcome = 'APPLIED') latency",
                row -> lines.add(new Table.Line(flow.name(), tally, row.getObject(1) == null ? null : row.getDouble(1),
                        row.getObject(2) == null ? null : row.getDouble(2))));
        return lines.get(0);
    }

    /** Correlation ids of some messages whose fate is unknown. */
    List<String> unaccounted(Flow flow, int atMost) {
        var ids = new ArrayList<String>();
        read("select correlation from (" + flow.outcomes() + ") message where outcome is null order by 1 limit " + atMost, row -> ids.add(row.getString(1)));
        return ids;
    }

    /** Empty when both numbers of a check agree, else one line. */
    List<String> differences(Check check) {
        var lines = new ArrayList<String>();
        read(check.sql(), row -> {
            if (row.getLong(1) != row.getLong(2)) {
                lines.add("%s: %d and %d".formatted(check.what(), row.getLong(1), row.getLong(2)));
            }
        });
        return lines;
    }

    /** @param sql a query of one number */
    long figure(String sql) {
        try {
            return number(sql);
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private interface Row {
        void take(ResultSet row) throws SQLException;
    }

    private void read(String sql, Row each) {
        try (PreparedStatement query = connection.prepareStatement(sql); var rows = query.executeQuery()) {
            while (rows.next()) {
                each.take(rows);
            }
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }

    private long number(String sql) throws SQLException {
        try (var query = connection.createStatement(); var rows = query.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static CannotRun unreadable(SQLException e) {
        return new CannotRun("cannot read what became of messages: " + e.getMessage(), e);
    }

    private static OffsetDateTime time(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }

    @Override
    public void close() {
        topics.close();
        try {
            connection.close();
        } catch (SQLException e) {
            throw unreadable(e);
        }
    }
}
