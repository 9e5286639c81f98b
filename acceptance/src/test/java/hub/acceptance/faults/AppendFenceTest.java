package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Appenders that commit late: positions are drawn before commit, so a reader that only moves a cursor would skip them. */
@ExtendWith(Troubled.Shared.class)
class AppendFenceTest {

    private final Troubled hub;

    AppendFenceTest(Troubled hub) {
        this.hub = hub;
    }

    @Test
    void an_event_that_commits_after_later_ones_reaches_subscribers_and_kafka_before_them() throws SQLException {
        try (var late = connection()) {
            append(late, "late", 1);
            hub.traffic.write("overtaker", 3);
            assertThat(hub.database.count("select hub.safe_position()")).isLessThan(position("overtaker"));

            assertThat(hub.stage.effects(Troubled.LOCAL, "overtaker")).isEmpty();
            late.commit();
        }

        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "late");
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "overtaker");
        hub.stage.everyEventIsOnKafkaInOrder(hub.kafka, "late");
    }

    @Test
    void an_appender_that_rolls_back_or_dies_holds_up_nobody() throws SQLException {
        try (var late = connection()) {
            append(late, "given-up", 1);
            hub.traffic.write("after-rollback", 1);
            late.rollback();
        }
        var dying = connection();
        append(dying, "dead", 1);
        hub.traffic.write("after-death", 1);
        dying.abort(Runnable::run);

        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.LOCAL, "after-");
        assertThat(hub.database.count("select count(*) from hub.event_log where subject in ('given-up', 'dead')")).isZero();
    }

    /** The trap that the fence is for, with a cursor of our own beside the relays: one that trusts positions alone never sees the late event. */
    @Test
    void a_bare_cursor_loses_a_late_event_and_one_that_stops_at_the_safe_position_does_not() throws SQLException {
        hub.traffic.write("bare", 1);
        long start = position("bare");
        long bare = start;
        long fenced = start;
        List<String> seenBare = new ArrayList<>();
        List<String> seenFenced = new ArrayList<>();
        try (var late = connection()) {
            append(late, "bare-late", 1);
            hub.traffic.write("bare-overtaker", 1);
            bare = read(seenBare, bare, Long.MAX_VALUE);
            fenced = read(seenFenced, fenced, hub.database.count("select hub.safe_position()"));
            late.commit();
        }
        read(seenBare, bare, Long.MAX_VALUE);
        var all = seenFenced;
        long from = fenced;
        eventually().until(() -> {
            read(all, from, hub.database.count("select hub.safe_position()"));
            return all.size() >= 2;
        });

        assertThat(seenBare).containsExactly("bare-overtaker");
        assertThat(seenFenced).startsWith("bare-late", "bare-overtaker");
    }

    private long read(List<String> subjects, long after, long until) {
        subjects.addAll(hub.database.sql("select subject from hub.event_log where position > ? and position <= ? and starts_with(subject, 'bare-') order by position", after, until)
                .query(String.class).list());
        return Math.max(after, hub.database.count("select coalesce(max(position), 0) from hub.event_log where position > ? and position <= ?", after, until));
    }

    private long position(String subject) {
        return hub.database.count("select min(position) from hub.event_log where subject = ?", subject);
    }

    private Connection connection() throws SQLException {
        var connection = DriverManager.getConnection(hub.world.jdbcUrl());
        connection.setAutoCommit(false);
        return connection;
    }

    /** Writes a state change and its event as the hub does, without committing. */
    private static void append(Connection connection, String subject, int n) throws SQLException {
        var id = UUID.randomUUID().toString();
        try (var state = connection.prepareStatement("insert into faults.written values (?, ?, ?)");
             var event = connection.prepareStatement("select hub.append_event(array[?], array[?], array['/test'], array[?], array[?], array[null::bigint], array[null::text])")) {
            state.setString(1, subject);
            state.setInt(2, n);
            state.setString(3, id);
            state.execute();
            event.setString(1, """
                    {"specversion": "1.0", "id": "%s", "source": "/test", "type": "%s", "subject": "%s", "time": "2026-01-01T00:00:00Z", "correlationid": "late",
                     "traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "data": {"stickerId": "%s", "stickerName": "%d"}}""".formatted(id, Traffic.TYPE, subject, subject, n));
            event.setString(2, id);
            event.setString(3, Traffic.TYPE);
            event.setString(4, subject);
            event.execute();
        }
    }
}
