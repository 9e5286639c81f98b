package bench.bare.registration;

import bench.bare.registration.Letters.Letter;
import bench.bare.registration.Partner.Refused;
import bench.bare.registration.Selection.Step;
import bench.bare.registration.SelectionRows.Selected;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Takes selections step by step, one after the other, until their verdicts are queued. A step that fails is taken again, and asks partners under the same key. */
final class SelectionRunner implements Runnable {

    private static final int PAGE = 1000;
    private static final long POLL_MILLIS = 200;
    private static final long RETRY_MILLIS = 1000;
    private final SelectionRows rows;
    private final Partner entries;
    private final Partner codes;
    private final Partner stats;
    private final Letters verdicts;

    /** @param verdicts the queue of those who write them */
    SelectionRunner(SelectionRows rows, Partner entries, Partner codes, Partner stats, Letters verdicts) {
        this.rows = rows;
        this.entries = entries;
        this.codes = codes;
        this.stats = stats;
        this.verdicts = verdicts;
    }

    @Override
    public void run() {
        while (true) {
            try {
                var selection = rows.next();
                if (selection == null) {
                    Partner.pause(POLL_MILLIS);
                } else {
                    take(selection);
                }
            } catch (SQLException | IOException | RuntimeException e) {
                System.err.println("a step of a selection is taken again: " + e);
                Partner.pause(RETRY_MILLIS);
            }
        }
    }

    private void take(Selection selection) throws SQLException, IOException {
        switch (selection.step()) {
            case COUNT -> count(selection);
            case GATHER -> gather(selection);
            case CHOOSE -> rows.chosen(selection);
            case RESERVE -> reserve(selection);
            case RELEASE -> release(selection);
            case ENQUEUE -> enqueue(selection);
            case REPORT -> {
                report(stats, selection);
                rows.step(selection, Step.ENDED, null, "");
            }
            default -> throw new IllegalStateException("there is nothing to do at " + selection.step());
        }
    }

    private void count(Selection selection) throws SQLException, IOException {
        var answer = entries.ask("GET", selection.path() + "/counts?marketId=" + Partner.segment(selection.market()), null, selection.key(), selection.trace());
        rows.step(selection, Step.GATHER, null, "status = 'PROCESSING', total = ?", answer.path("eligible").asLong());
    }

    private void gather(Selection selection) throws SQLException, IOException {
        var page = entries.ask("GET", selection.path() + "/scoring?marketId=" + Partner.segment(selection.market()) + "&unassigned=true&limit=" + PAGE
                + (selection.place() == null ? "" : "&after=" + Partner.segment(selection.place())), null, selection.key() + selection.place(), selection.trace());
        var fans = new ArrayList<String>();
        var scores = new ArrayList<Double>();
        var rejected = new ArrayList<JsonNode>();
        for (var item : page.path("items")) {
            var fan = item.path("globalUserId");
            if (fan.isTextual() && !fan.textValue().isBlank()) {
                fans.add(fan.textValue());
                scores.add(item.path("score").isNumber() ? item.path("score").doubleValue() : null);
            } else {
                rejected.add(item);
            }
        }
        rows.gathered(selection, fans, scores, rejected, page.path("next").textValue());
    }

    private void reserve(Selection selection) throws SQLException, IOException {
        try {
            var wanted = Json.MAPPER.createObjectNode().put("marketId", selection.market()).put("count", selection.codes());
            var reserved = new ArrayList<String>();
            codes.ask("POST", selection.path() + "/codes/reserve", wanted, selection.key(), selection.trace()).path("codes").forEach(code -> reserved.add(code.asText()));
            rows.paired(selection, reserved);
        } catch (Refused e) {
            System.err.println("selection " + selection.id() + " has failed: " + e.getMessage());
            rows.aborted(selection);
        }
    }

    private void release(Selection selection) throws SQLException, IOException {
        var unused = Json.MAPPER.createObjectNode().put("marketId", selection.market());
        selection.unused().forEach(unused.putArray("codes")::add);
        codes.ask("POST", selection.path() + "/codes/release", unused, selection.key(), selection.trace());
        rows.step(selection, Step.ENQUEUE, null, "unused = '{}'");
    }

    private void enqueue(Selection selection) throws SQLException {
        List<Selected> open = rows.open(selection, PAGE);
        if (open.isEmpty()) {
            rows.awaited(selection);
        } else {
            verdicts.send(open.stream().map(one -> letter(selection, one)).toList());
            rows.step(selection, Step.ENQUEUE, open.get(open.size() - 1).fan(), "");
        }
    }

    private static Letter letter(Selection selection, Selected selected) {
        var body = Json.MAPPER.createObjectNode().put("selectionId", selection.id().toString()).put("campaignId", selection.campaign()).put("globalUserId", selected.fan())
                .put("marketId", selection.market());
        if (selected.code() != null) {
            body.put("code", selected.code());
        }
        return new Letter(selection.id() + "/" + selected.fan(), body, selection.trace().path("correlationid").asText(), selection.trace().path("traceparent").textValue());
    }

    /** Tells the stats how far a selection is. */
    static void report(Partner stats, Selection selection) throws IOException {
        stats.ask("POST", selection.path(), selection.report(), selection.id() + "/" + selection.changed(), selection.trace());
    }
}
