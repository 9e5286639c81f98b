package bench.registration;

import bench.Options;
import bench.load.Load;
import bench.load.Queues;
import bench.load.Request;
import bench.stage.Contestants;
import bench.stage.Stage;
import hub.events.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.bson.Document;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequestEntry;

/**
 * Kills a contestant (SIGKILL) three times while fans enter, change and withdraw, each request twice, and then delivers for every fan the newest change once more
 * and an older one. At the end the entry service has what the table has, and no row is flagged.
 */
public final class ReplicationCheck {

    private static final int FANS = 300;
    private static final int WITHDRAWS = 5;
    private static final int CONNECTIONS = 8;
    private static final long PATIENCE_SECONDS = 120;
    private static final DateTimeFormatter VERSION = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private final Stage stage;
    private final Options options;

    public ReplicationCheck(Stage stage, Options options) {
        this.stage = stage;
        this.options = options;
    }

    /** @return what is wrong; empty when all is well */
    public List<String> run() throws Exception {
        var contestants = new Contestants(stage, options);
        var fans = new Fans(stage, FANS);
        try (var queues = new Queues(stage.sqs(), 1); var entryService = new EntryService(stage.mongo())) {
            return contestants.check(List.of(RegistrationContestant.hub(contestants), RegistrationContestant.bare(contestants)), RegistrationContestant::program, contestant -> {
                try (var table = new EntryTable(stage.dynamoDb(), contestant.table())) {
                    return check(contestant, fans, queues, table, entryService);
                }
            });
        }
    }

    private List<String> check(RegistrationContestant contestant, Fans fans, Queues queues, EntryTable table, EntryService entryService) throws Exception {
        var campaign = contestant.campaign("check");
        fans.invite(stage, campaign);
        long refused = sendAndKill(contestant, twice(number -> fans.put(campaign, number, 0)))
                + sendAndKill(contestant, twice(number -> fans.put(campaign, number, 1)))
                + sendAndKill(contestant, twice(number -> number % WITHDRAWS == 0 ? fans.delete(campaign, number) : fans.put(campaign, number, 2)));
        options.progress("check: all requests are answered, waiting for " + contestant.name());
        long afterKills = awaitEqual(contestant, queues, campaign, table, entryService);
        options.progress("check: delivering everything again, and what was before");
        deliverAgain(queues, contestant.queue(), campaign, table.rows(campaign, FANS));
        long afterRepetition = awaitEqual(contestant, queues, campaign, table, entryService);
        options.progress("check: %s: %d fans, %d requests in all, 3 kills, %d refused, %d entries different, %d after %d messages were delivered again".formatted(
                contestant.name(), FANS, 6 * FANS, refused, afterKills, afterRepetition, 2 * FANS));
        var findings = new ArrayList<String>();
        if (refused > 0) {
            findings.add(contestant.name() + " refused " + refused + " requests of fans");
        }
        if (afterKills + afterRepetition > 0) {
            findings.add("the entry service differs from the table of " + contestant.name() + " in " + afterKills + " entries, and in " + afterRepetition + " after repetition");
        }
        return findings;
    }

    private interface RequestOf {
        Request fan(int number);
    }

    private static List<Request> twice(RequestOf requests) {
        var all = new ArrayList<Request>();
        IntStream.range(0, 2 * FANS).forEach(number -> all.add(requests.fan(number / 2)));
        Collections.shuffle(all, new Random(1));
        return all;
    }

    /** @return how many requests were refused; a withdrawal that was made already is not */
    private static long sendAndKill(RegistrationContestant contestant, List<Request> requests) throws Exception {
        var load = new Load(contestant.program().port(), CONNECTIONS);
        var sending = CompletableFuture.supplyAsync(() -> load.sendUntilAnswered(requests, status -> status < 500));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
        contestant.program().process().kill();
        contestant.program().process().start();
        var statuses = sending.get();
        return IntStream.range(0, requests.size()).filter(place -> statuses.get(place) / 100 != 2 && !(statuses.get(place) == 404 && requests.get(place).method().equals("DELETE"))).count();
    }

    /** @return how many entries differ when nothing waits any more, or patience ends */
    private static long awaitEqual(RegistrationContestant contestant, Queues queues, String campaign, EntryTable table, EntryService entryService) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        long different;
        do {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            different = different(table.rows(campaign, FANS), entryService.fields(IntStream.range(0, FANS).mapToObj(number -> EntryService.id(campaign, number)).toList()), campaign);
        } while ((different > 0 || !queues.isEmpty(contestant.queue())) && System.nanoTime() < deadline);
        return different;
    }

    private static long different(Map<String, Map<String, AttributeValue>> rows, Map<String, Document> held, String campaign) {
        return IntStream.range(0, FANS).mapToObj(number -> EntryService.id(campaign, number)).filter(id -> !isSame(rows.get(id), held.get(id))).count();
    }

    private static boolean isSame(Map<String, AttributeValue> row, Document held) {
        var entry = held == null ? null : held.get("entry", Document.class);
        if (row == null || entry == null) {
            return row == null && entry == null;
        }
        return row.get("date").m().get("updated").s().equals(held.getString("version")) && row.get("firstName").s().equals(entry.getString("firstName"))
                && Boolean.FALSE.equals(row.get("needsReplication").bool());
    }

    /** Of each fan, in random order: a change that was overtaken, and the newest one unless the fan has withdrawn. */
    private static void deliverAgain(Queues queues, String queue, String campaign, Map<String, Map<String, AttributeValue>> rows) {
        var messages = new ArrayList<SendMessageBatchRequestEntry>();
        for (int number = 0; number < FANS; number++) {
            var row = rows.get(EntryService.id(campaign, number));
            var version = row == null ? Instant.now() : Instant.parse(row.get("date").m().get("updated").s());
            messages.add(message("old-" + number, campaign, number, version.minusMillis(1), 0));
            messages.add(message("new-" + number, campaign, number, version, row == null ? 0 : 2));
        }
        Collections.shuffle(messages, new Random(1));
        for (int from = 0; from < messages.size(); from += Queues.TEN) {
            queues.send(queues.url(queue), messages.subList(from, Math.min(messages.size(), from + Queues.TEN)));
        }
    }

    private static SendMessageBatchRequestEntry message(String id, String campaign, int number, Instant version, int change) {
        var body = Json.MAPPER.createObjectNode().put("type", "MODIFY").put("globalUserId", Fans.id(number)).put("campaignId", campaign).put("version", VERSION.format(version));
        body.set("entry", Fans.entry(number, change));
        return SendMessageBatchRequestEntry.builder().id(id).messageBody(Json.write(body)).messageAttributes(Map.of("recordId",
                MessageAttributeValue.builder().dataType("String").stringValue(id).build(), "correlationid", MessageAttributeValue.builder().dataType("String").stringValue(id).build())).build();
    }
}
