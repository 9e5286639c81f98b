package bench.bare;

import com.fasterxml.jackson.annotation.JsonInclude;
import hub.events.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import javax.sql.DataSource;

/** Gives a sticker and records the event, in one transaction. */
final class Awards {

    static final String TYPE = "stickers.stickerAssignedToUser.v1";
    /** The shared lock is tagged with the sequence's value, so that a relay stays below what is not committed yet. */
    private static final String APPEND = """
            with fence as materialized (select pg_advisory_xact_lock_shared((1::bigint << 48) | (select case when is_called then last_value else 0 end from event_position)))
            insert into event_log (position, id, type, subject, envelope) select nextval('event_position'), ?, ?, ?, ? from fence""";
    private final DataSource database;
    private final Runnable afterCommit;

    Awards(DataSource database, Runnable afterCommit) {
        this.database = database;
        this.afterCommit = afterCommit;
    }

    record Assigned(String userId, String stickerId, Instant assignedAt) { }

    record Outcome(String status, Assigned assigned) {
        static final String ASSIGNED = "assigned";
        static final String ALREADY = "already";
        static final String UNKNOWN = "unknown";
    }

    Outcome award(String user, String sticker, String reason, String correlation, String traceparent) throws SQLException {
        try (var connection = database.getConnection()) {
            try {
                var outcome = award(connection, user, sticker, reason, correlation, traceparent);
                connection.commit();
                if (outcome.status().equals(Outcome.ASSIGNED)) {
                    afterCommit.run();
                }
                return outcome;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static Outcome award(Connection connection, String user, String sticker, String reason, String correlation, String traceparent) throws SQLException {
        try (var hold = connection.prepareStatement("select from sticker where sticker_id = ? for key share")) {
            hold.setString(1, sticker);
            if (!hold.executeQuery().next()) {
                return new Outcome(Outcome.UNKNOWN, null);
            }
        }
        var at = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        try (var insert = connection.prepareStatement("""
                insert into assignment (user_id, sticker_id, reason, assigned_at) values (?, ?, ?, ?)
                on conflict (user_id, sticker_id) where removed_at is null do nothing""")) {
            insert.setString(1, user);
            insert.setString(2, sticker);
            insert.setString(3, reason);
            insert.setTimestamp(4, Timestamp.from(at));
            if (insert.executeUpdate() == 0) {
                return new Outcome(Outcome.ALREADY, null);
            }
        }
        var id = UUID.randomUUID().toString();
        try (var append = connection.prepareStatement(APPEND)) {
            append.setString(1, id);
            append.setString(2, TYPE);
            append.setString(3, user);
            append.setString(4, envelope(id, at, new Data(user, sticker, at, reason), correlation, traceparent));
            append.executeUpdate();
        }
        return new Outcome(Outcome.ASSIGNED, new Assigned(user, sticker, at));
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Data(String accountId, String stickerId, Instant assignedAt, String reason) { }

    private static String envelope(String id, Instant at, Data data, String correlation, String traceparent) {
        var json = Json.MAPPER.createObjectNode();
        json.put("specversion", "1.0").put("id", id).put("source", "/bare/stickers").put("type", TYPE).put("subject", data.accountId())
                .put("time", at.toString()).put("datacontenttype", "application/json").put("correlationid", correlation);
        if (traceparent != null) {
            json.put("traceparent", traceparent);
        }
        json.set("data", Json.MAPPER.valueToTree(data));
        return Json.write(json);
    }
}
