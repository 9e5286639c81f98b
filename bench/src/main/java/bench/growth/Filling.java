package bench.growth;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Fills the hub's own tables, partitions and all, with history: events that were applied long ago, and failures that have ended. */
final class Filling {

    private static final long PARTITION_WIDTH = 1_000_000;

    private Filling() {
    }

    /** @param rows in the event log, the ledger and the failure store each; one in a thousand failures is still open */
    static void fill(Connection connection, long rows) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("set synchronous_commit = off");
            statement.execute("select setval('hub.event_position', " + rows + ")");
            statement.execute("select hub.ensure_partitions(" + PARTITION_WIDTH + ", " + PARTITION_WIDTH + ")");
            statement.execute("""
                    insert into hub.event_log (position, id, source, type, subject, envelope, recorded_at)
                    select n, 'event-' || n, '/hub/stickers', 'stickers.stickerAssignedToUser.v1', 'user-' || n %% 100000,
                           '{"specversion":"1.0","id":"event-' || n || '","type":"stickers.stickerAssignedToUser.v1","subject":"user-' || n %% 100000 || '","data":{"filler":"' || repeat('x', 300) || '"}}',
                           now() - interval '1 day' from generate_series(1, %d) n""".formatted(rows));
            statement.execute("""
                    insert into hub.delivery (subscriber, position, outcome, at)
                    select 'users-assigned-stickers', n, 'applied', now() - interval '1 day' from generate_series(1, %d) n""".formatted(rows));
            var indexes = takeIndexes(statement);
            statement.execute("""
                    insert into hub.failure (status, code, reason, flow, subscriber, type, subject, source, event_id, position, payload, created_at, updated_at)
                    select case when n %% 1000 = 0 then 'HELD' else 'RESOLVED' end, 'processing-failed', 'it was away', 'count-assigned-stickers', 'history-' || n %% 40,
                           'stickers.stickerAssignedToUser.v1', 'user-' || n %% 100000, '/hub/stickers', 'event-' || n, n, convert_to(repeat('x', 300), 'UTF8'),
                           now() - interval '1 day', now() - interval '1 day' from generate_series(1, %d) n""".formatted(rows));
            for (var index : indexes) {
                statement.execute(index);
            }
            statement.execute("update hub.relay set position = " + rows);
            statement.execute("vacuum analyze hub.event_log, hub.delivery, hub.failure");
            statement.execute("checkpoint");
        }
    }

    /** Drops the indexes of the failure store, and what refers to its rows, whose rows have random ids: made afterwards they are the same, and much sooner. @return what makes them again */
    private static List<String> takeIndexes(Statement statement) throws SQLException {
        var names = new ArrayList<String>();
        var again = new ArrayList<>(List.of("set maintenance_work_mem = '256MB'", "alter table hub.failure add constraint failure_pkey primary key (id)"));
        try (var rows = statement.executeQuery("select indexname, indexdef from pg_indexes where schemaname = 'hub' and tablename = 'failure' and indexname <> 'failure_pkey'")) {
            while (rows.next()) {
                names.add(rows.getString(1));
                again.add(rows.getString(2));
            }
        }
        try (var rows = statement.executeQuery("select conrelid::regclass, conname, pg_get_constraintdef(oid) from pg_constraint where confrelid = 'hub.failure'::regclass")) {
            while (rows.next()) {
                again.add("alter table %s add constraint %s %s".formatted(rows.getString(1), rows.getString(2), rows.getString(3)));
            }
        }
        statement.execute("alter table hub.failure drop constraint failure_pkey cascade");   // with what refers to it
        for (var name : names) {
            statement.execute("drop index hub." + name);
        }
        return again;
    }
}
