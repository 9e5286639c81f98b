package bench.bare.registration;

import bench.bare.Queue;
import bench.bare.registration.SelectionRows.Tally;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Adds up verdicts, each once, and reports the sums to the campaign's stats. */
final class VerdictCounter extends BatchWorker {

    /** Names of the lists of a report. */
    static final List<String> OUTCOMES = List.of("won", "lost", "heldWinners", "heldLosers");
    private final SelectionRows rows;
    private final Partner stats;

    VerdictCounter(Queue queue, DataSource database, Executor side, SelectionRows rows, Partner stats) {
        super(queue, database, side, VerdictWorker.BATCH);
        this.rows = rows;
        this.stats = stats;
    }

    static String outcome(boolean hasWon, boolean isWritten) {
        return OUTCOMES.get((hasWon ? 0 : 1) + (isWritten ? 0 : 2));
    }

    @Override
    Set<Message> work(List<Message> batch, Map<Message, String> refused) throws SQLException {
        var reports = new LinkedHashMap<UUID, List<JsonNode>>();
        var done = new HashSet<Message>();
        for (var message : batch) {
            try {
                var report = Json.MAPPER.readTree(message.body());
                reports.computeIfAbsent(UUID.fromString(report.path("selectionId").asText()), absent -> new ArrayList<>()).add(report);
                done.add(message);
            } catch (JsonProcessingException | IllegalArgumentException e) {
                refused.put(message, "malformed");
            }
        }
        for (var report : reports.entrySet()) {
            tell(rows.tally(report.getKey(), new Tally(fans(report.getValue(), 0), fans(report.getValue(), 1), fans(report.getValue(), 2), fans(report.getValue(), 3))));
        }
        return done;
    }

    private static Set<String> fans(List<JsonNode> reports, int outcome) {
        return reports.stream().flatMap(report -> report.path(OUTCOMES.get(outcome)).valueStream()).map(JsonNode::asText).collect(Collectors.toSet());
    }

    /** Worth no wait: the next report has all figures, and the last one is a step of the selection. */
    private void tell(Selection selection) {
        try {
            if (selection != null && selection.status().equals("PROCESSING")) {
                SelectionRunner.report(stats, selection);
            }
        } catch (IOException e) {
            System.err.println("the stats are not told now: " + e);
        }
    }
}
