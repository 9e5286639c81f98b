package bench.bare.registration;

import bench.bare.registration.Selection.Figures;
import bench.bare.registration.Selection.Step;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** Selections of winners in the database. What a step comes to is one transaction, so that after a kill it is there as a whole, or the step is taken again. */
final class SelectionRows {

    private static final String CHANGED = "changed_at = greatest(clock_timestamp(), changed_at + interval '1 millisecond')";
    private final DataSource database;

    SelectionRows(DataSource database) {
        this.database = database;
    }

    private interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** A candidate with a verdict. @param code null: the fan lost */
    record Selected(String fan, String code) { }

    /** A code that is somebody's. */
    record Code(String campaign, String market, String code) { }

    /** Begins a selection. @return null where the market has one that has not failed */
    Selection insert(UUID id, String campaign, String market, Long capacity, BigDecimal ratio, boolean shared, String correlationId, String traceparent) throws SQLException {
        return inTransaction(connection -> first(connection, """
                insert into selection (selection_id, campaign_id, market_id, capacity, ratio, shared_code, correlation_id, traceparent) values (?, ?, ?, ?, ?, ?, ?, ?)
                on conflict (campaign_id, market_id) where status <> 'FAILED' do nothing returning *""", id, campaign, market, capacity, ratio, shared, correlationId, traceparent));
    }

    /** @return null where there is none */
    Selection find(UUID id) throws SQLException {
        return inTransaction(connection -> first(connection, "select * from selection where selection_id = ?", id));
    }

    /** The oldest selection with a step to be taken; null where there is none. */
    Selection next() throws SQLException {
        return inTransaction(connection -> first(connection, "select * from selection where step not in ('AWAIT', 'ENDED') order by started_at limit 1"));
    }

    /** Goes on to a step. @param place where it begins @param change of columns, with its parameters; may be empty */
    Selection step(Selection selection, Step next, String place, String change, Object... parameters) throws SQLException {
        return inTransaction(connection -> step(connection, selection, next, place, change, parameters));
    }

    private static Selection step(Connection connection, Selection selection, Step next, String place, String change, Object... parameters) throws SQLException {
        var values = new ArrayList<Object>();
        values.add(next.name());
        values.add(place);
        values.addAll(List.of(parameters));
        values.add(selection.id());
        return first(connection, "update selection set step = ?, place = ?, " + CHANGED + (change.isEmpty() ? "" : ", " + change) + " where selection_id = ? returning *", values.toArray());
    }

    /** Takes in a page of candidates; what is rejected is recorded. @param place of the next page; null: this was the last one */
    Selection gathered(Selection selection, List<String> fans, List<Double> scores, List<JsonNode> rejected, String place) throws SQLException {
        return inTransaction(connection -> {
            int added = update(connection, "insert into candidate (selection_id, global_user_id, score) select ?, fan, score from unnest(?, ?) as page (fan, score) on conflict do nothing",
                    selection.id(), fans.toArray(String[]::new), scores.toArray(Double[]::new));
            for (var record : rejected) {
                update(connection, "insert into refused (message_id, queue, reason, body) values (?, 'scoring', 'a record without a fan', ?) on conflict do nothing",
                        selection.id() + "/" + UUID.nameUUIDFromBytes(record.toString().getBytes(StandardCharsets.UTF_8)), record.toString());
            }
            return step(connection, selection, place == null ? Step.CHOOSE : Step.GATHER, place, "candidates = candidates + ?, rejected = rejected + ?", added, rejected.size());
        });
    }

    /** Chooses the highest scores, of equal ones the lowest ids; nobody who has won in another market. */
    Selection chosen(Selection selection) throws SQLException {
        return inTransaction(connection -> {
            int winners = update(connection, """
                    insert into winner (campaign_id, global_user_id, selection_id, market_id, shared, rank)
                    select ?, global_user_id, ?, ?, ?, row_number() over (order by score desc nulls last, global_user_id)
                      from (select global_user_id, score from candidate
                             where selection_id = ? and not exists (select from winner where winner.campaign_id = ? and winner.global_user_id = candidate.global_user_id)
                             order by score desc nulls last, global_user_id limit ?) as best""",
                    selection.campaign(), selection.id(), selection.market(), selection.shared(), selection.id(), selection.campaign(), selection.size());
            return step(connection, selection, winners == 0 ? Step.ENQUEUE : Step.RESERVE, null, "winners = ?", winners);
        });
    }

    /** Each winner gets a code, by rank, and the rest is unused. */
    Selection paired(Selection selection, List<String> codes) throws SQLException {
        int needed = selection.shared() ? 1 : (int) selection.figures().winners();
        var unused = codes.subList(needed, codes.size());
        return inTransaction(connection -> {
            update(connection, "update winner set code = given.code from unnest(?) with ordinality as given (code, place) where selection_id = ? and (shared or rank = given.place)",
                    codes.subList(0, needed).toArray(String[]::new), selection.id());
            return step(connection, selection, unused.isEmpty() ? Step.ENQUEUE : Step.RELEASE, null, "unused = ?", (Object) unused.toArray(String[]::new));
        });
    }

    /** It comes to nothing. */
    Selection aborted(Selection selection) throws SQLException {
        return inTransaction(connection -> {
            update(connection, "delete from winner where selection_id = ?", selection.id());
            update(connection, "delete from candidate where selection_id = ?", selection.id());
            return step(connection, selection, Step.REPORT, null, "status = 'FAILED', winners = 0");
        });
    }

    /** The next candidates whose verdict is open. */
    List<Selected> open(Selection selection, int most) throws SQLException {
        return inTransaction(connection -> all(connection, """
                select candidate.global_user_id, winner.code
                  from candidate left join winner on winner.campaign_id = ? and winner.global_user_id = candidate.global_user_id and winner.selection_id = ?
                 where candidate.selection_id = ? and candidate.global_user_id > ? order by candidate.global_user_id limit ?""", row -> new Selected(row.getString(1), row.getString(2)),
                selection.campaign(), selection.id(), selection.id(), selection.place() == null ? "" : selection.place(), most));
    }

    /** All messages are on the queue. */
    void awaited(Selection selection) throws SQLException {
        inTransaction(connection -> {
            step(connection, selection, Step.AWAIT, null, "");
            return finish(connection, selection.id());
        });
    }

    /** Fans by what became of their verdicts. */
    record Tally(Set<String> won, Set<String> lost, Set<String> heldWinners, Set<String> heldLosers) { }

    /** Counts verdicts, each once; after the last one the selection is FINISHED. @return null where there is no such selection */
    Selection tally(UUID id, Tally tally) throws SQLException {
        return inTransaction(connection -> {
            if (first(connection, "select * from selection where selection_id = ? for update", id) == null) {
                return null;
            }
            first(connection, "update selection set won = won + ?, lost = lost + ?, held_winners = held_winners + ?, held_losers = held_losers + ?, " + CHANGED
                    + " where selection_id = ? returning *", known(connection, id, tally.won), known(connection, id, tally.lost), known(connection, id, tally.heldWinners),
                    known(connection, id, tally.heldLosers), id);
            finish(connection, id);
            return first(connection, "select * from selection where selection_id = ?", id);
        });
    }

    private static int known(Connection connection, UUID id, Set<String> fans) throws SQLException {
        return fans.isEmpty() ? 0 : update(connection, "delete from candidate where selection_id = ? and global_user_id = any (?)", id, fans.toArray(String[]::new));
    }

    private static int finish(Connection connection, UUID id) throws SQLException {
        return update(connection, "update selection set status = 'FINISHED', step = 'REPORT', " + CHANGED
                + " where selection_id = ? and step = 'AWAIT' and won + lost + held_winners + held_losers = candidates", id);
    }

    /** Of these codes those that the code service has been told of. */
    Set<Code> told(Set<Code> codes) throws SQLException {
        return Set.copyOf(inTransaction(connection -> all(connection, """
                select campaign_id, market_id, code from assigned_code join unnest(?, ?, ?) as told (campaign_id, market_id, code) using (campaign_id, market_id, code)""",
                row -> new Code(row.getString(1), row.getString(2), row.getString(3)), columns(codes))));
    }

    void tell(Set<Code> codes) throws SQLException {
        inTransaction(connection -> update(connection, "insert into assigned_code select * from unnest(?, ?, ?) order by 1, 2, 3 on conflict do nothing", columns(codes)));
    }

    private static Object[] columns(Set<Code> codes) {
        var list = List.copyOf(codes);
        return new Object[] {list.stream().map(Code::campaign).toArray(String[]::new), list.stream().map(Code::market).toArray(String[]::new), list.stream().map(Code::code).toArray(String[]::new)};
    }

    private <T> T inTransaction(Work<T> work) throws SQLException {
        try (var connection = database.getConnection()) {
            var result = work.in(connection);
            connection.commit();
            return result;
        }
    }

    private interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private static int update(Connection connection, String sql, Object... parameters) throws SQLException {
        try (var statement = prepared(connection, sql, parameters)) {
            return statement.executeUpdate();
        }
    }

    private static PreparedStatement prepared(Connection connection, String sql, Object... parameters) throws SQLException {
        var statement = connection.prepareStatement(sql);
        for (int place = 0; place < parameters.length; place++) {
            statement.setObject(place + 1, parameters[place]);
        }
        return statement;
    }

    private static <T> List<T> all(Connection connection, String sql, Row<T> reader, Object... parameters) throws SQLException {
        try (var statement = prepared(connection, sql, parameters); var rows = statement.executeQuery()) {
            var found = new ArrayList<T>();
            while (rows.next()) {
                found.add(reader.read(rows));
            }
            return found;
        }
    }

    private static Selection first(Connection connection, String sql, Object... parameters) throws SQLException {
        return all(connection, sql, SelectionRows::read, parameters).stream().findFirst().orElse(null);
    }

    private static Selection read(ResultSet row) throws SQLException {
        var figures = new Figures(row.getLong("total"), row.getLong("rejected"), row.getLong("candidates"), row.getLong("winners"), row.getLong("won"), row.getLong("lost"),
                row.getLong("held_winners"), row.getLong("held_losers"));
        return new Selection(row.getObject("selection_id", UUID.class), row.getString("campaign_id"), row.getString("market_id"), row.getObject("capacity", Long.class),
                row.getBigDecimal("ratio"), row.getBoolean("shared_code"), row.getString("status"), Step.valueOf(row.getString("step")), row.getString("place"), figures,
                List.of((String[]) row.getArray("unused").getArray()), DemandTable.trace(row.getString("correlation_id"), row.getString("traceparent")),
                row.getObject("changed_at", OffsetDateTime.class).toInstant().toString());
    }
}
