package bench.bare.registration;

import bench.bare.Queue;
import bench.bare.registration.Letters.Letter;
import bench.bare.registration.SelectionRows.Code;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/** Writes verdicts to the entry service and to the table, and reports whose. What cannot be written, however often it comes, is recorded and reported as held. */
final class VerdictWorker extends BatchWorker {

    /** Most messages at once, for all workers of selections. */
    static final int BATCH = 200;
    /** Below the queue's own bound. */
    private static final int DELIVERIES = 4;
    private final DemandTable table;
    private final Partner entries;
    private final Letters reports;
    private final Letters codes;

    VerdictWorker(Queue queue, DataSource database, Executor side, DemandTable table, Partner entries, Letters reports, Letters codes) {
        super(queue, database, side, BATCH);
        this.table = table;
        this.entries = entries;
        this.reports = reports;
        this.codes = codes;
    }

    /** What one or more messages say of a fan. */
    private static final class Verdict {

        private final ObjectNode said;
        private final List<Message> messages = new ArrayList<>();
        private volatile boolean isDecided;
        private volatile boolean isWritten;
        private volatile boolean hasNoEntry;

        Verdict(ObjectNode said) {
            this.said = said;
        }

        String text(String field) {
            return said.path(field).textValue();
        }

        String fan() {
            return text("globalUserId");
        }

        boolean hasWon() {
            return said.has("code");
        }

        boolean isHeld() {
            return !isWritten && messages.stream().anyMatch(message -> Integer.parseInt(message.attributes().get(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT)) >= DELIVERIES);
        }

        ObjectNode trace() {
            return DemandTable.trace(attribute(messages.get(0), "correlationid"), attribute(messages.get(0), "traceparent"));
        }
    }

    @Override
    Set<Message> work(List<Message> batch, Map<Message, String> refused) {
        var verdicts = read(batch, refused);
        forAll(calls(verdicts), this::assign);
        forAll(verdicts.stream().filter(verdict -> verdict.isDecided).toList(), this::write);
        var untold = verdicts.stream().filter(verdict -> verdict.hasNoEntry && verdict.hasWon()).collect(Collectors.toMap(VerdictWorker::code, verdict -> verdict));
        var told = codes.trySend(List.copyOf(untold.keySet()));
        untold.forEach((letter, verdict) -> verdict.isWritten &= told.contains(letter));
        var letters = verdicts.stream().filter(verdict -> verdict.isWritten || verdict.isHeld()).collect(Collectors.groupingBy(verdict -> verdict.text("selectionId")))
                .values().stream().collect(Collectors.toMap(VerdictWorker::report, some -> some));
        var done = new HashSet<Message>();
        reports.trySend(List.copyOf(letters.keySet())).forEach(sent -> letters.get(sent).forEach(verdict -> {
            if (verdict.isWritten) {
                done.addAll(verdict.messages);
            } else {
                verdict.messages.forEach(message -> refused.put(message, "the verdict cannot be written"));
            }
        }));
        return done;
    }

    private static List<Verdict> read(List<Message> batch, Map<Message, String> refused) {
        var verdicts = new LinkedHashMap<ObjectNode, Verdict>();
        for (var message : batch) {
            try {
                var said = (ObjectNode) Json.MAPPER.readTree(message.body());
                verdicts.computeIfAbsent(said, Verdict::new).messages.add(message);
            } catch (JsonProcessingException e) {
                refused.put(message, "malformed");
            }
        }
        return List.copyOf(verdicts.values());
    }

    /** Of one campaign each, and of a fan one verdict a call. */
    private static List<List<Verdict>> calls(List<Verdict> verdicts) {
        var times = new HashMap<String, Integer>();
        return verdicts.stream().collect(Collectors.groupingBy(verdict -> verdict.text("campaignId") + " " + times.merge(verdict.text("campaignId") + " " + verdict.fan(), 1, Integer::sum)))
                .values().stream().flatMap(some -> parts(some, Partner.MOST).stream()).toList();
    }

    private void assign(List<Verdict> call) {
        var first = call.get(0);
        var done = entries.call("POST", "/" + Partner.segment(first.text("campaignId")) + "/entries/codes",
                call.stream().map(verdict -> verdict.said.deepCopy().remove(List.of("selectionId", "campaignId"))).toList(), first.messages.get(0).messageId(), first.trace());
        call.forEach(verdict -> verdict.isDecided = done.applied().contains(verdict.fan()) || done.stale().contains(verdict.fan()) && !verdict.hasWon());
    }

    private void write(Verdict verdict) {
        try {
            verdict.hasNoEntry = !table.judge(verdict.fan(), verdict.text("campaignId"), verdict.text("marketId"), verdict.text("code"), verdict.trace());
            verdict.isWritten = true;
        } catch (RuntimeException e) {
            System.err.println("a verdict was not written: " + e);
        }
    }

    private static Letter code(Verdict verdict) {
        return CodeWorker.letter(new Code(verdict.text("campaignId"), verdict.text("marketId"), verdict.text("code")), attribute(verdict.messages.get(0), "recordId"),
                attribute(verdict.messages.get(0), "correlationid"), attribute(verdict.messages.get(0), "traceparent"));
    }

    /** @param some of one selection */
    private static Letter report(List<Verdict> some) {
        var first = some.get(0);
        var report = Json.MAPPER.createObjectNode().put("selectionId", first.text("selectionId"));
        VerdictCounter.OUTCOMES.forEach(report::putArray);
        some.forEach(verdict -> report.withArray(VerdictCounter.outcome(verdict.hasWon(), verdict.isWritten)).add(verdict.fan()));
        return new Letter(attribute(first.messages.get(0), "recordId"), report, attribute(first.messages.get(0), "correlationid"), attribute(first.messages.get(0), "traceparent"));
    }
}
