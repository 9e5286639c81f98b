package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Http.Answer;
import hub.acceptance.Hub;
import hub.acceptance.Made;
import hub.acceptance.World;
import hub.events.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** A closed campaign whose winners are drawn: its fans, its codes, and what became of both, as tests see it at the partners and in the demand table. */
final class Draw implements AutoCloseable {

    private static final AttributeValue AT = AttributeValue.fromS("2026-11-05T10:00:00.000Z");
    private static final String TABLE = "demand-table";
    private static final int PAGE = 1000;
    private static final int ROWS = 25;

    final World world;
    final Hub hub;
    final String campaignId = Made.id("campaign");
    private final ObjectNode document;
    private final Call manager;
    private final DynamoDbClient table;

    /** @param hub that is asked; another one may do the work */
    Draw(World world, Hub hub) {
        this.world = world;
        this.hub = hub;
        this.document = Presale.open(campaignId);
        this.manager = Call.to(hub.httpUrl()).as(world.token("manager-1", "campaign-manager"));
        this.table = DynamoDbClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create("http://127.0.0.1:" + world.port("DYNAMODB_PORT")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"))).build();
        document.put("status", "CLOSED");
        document.putArray("markets");
        store();
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(120)).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
    }

    /** Adds a market. @param size {@code "capacity": 3} or the like */
    Draw market(String marketId, String size) {
        var market = (ObjectNode) Json.read("{\"name\": \"Market\", \"timeZone\": \"America/Los_Angeles\", \"sharedCode\": false, \"eventIds\": [], \"date\": {}}");
        market.setAll((ObjectNode) Json.read("{" + size + "}"));
        ((ArrayNode) document.path("markets")).add(market.put("marketId", marketId));
        return store();
    }

    Draw status(String status) {
        document.put("status", status);
        return store();
    }

    private Draw store() {
        assertThat(Http.call("PUT", world.sandboxUrl() + "/partners/campaign/" + campaignId, Json.write(document)).status()).isLessThan(300);
        return this;
    }

    /** Puts codes into the pool of a market. */
    Draw pool(String marketId, int codes) {
        var pool = Json.MAPPER.createObjectNode();
        var all = pool.putArray(marketId);
        IntStream.range(0, codes).forEach(n -> all.add(marketId.toUpperCase() + "-%06d".formatted(n)));
        assertThat(Http.call("PUT", world.sandboxUrl() + "/partners/code/" + campaignId + "/pool", Json.write(pool)).status()).isEqualTo(204);
        return this;
    }

    JsonNode pool(String marketId) {
        return Http.get(world.sandboxUrl() + "/partners/code/" + campaignId + "/pool").json().path(marketId);
    }

    static String figures(int free, int reserved, int assigned) {
        return "free " + free + " reserved " + reserved + " assigned " + assigned;
    }

    String poolFigures(String marketId) {
        var pool = pool(marketId);
        return figures(pool.path("free").asInt(), pool.path("reserved").asInt(), pool.path("assigned").asInt());
    }

    /** A scoring record. @param fan null: it has none */
    static ObjectNode record(String fan, Double score, String... markets) {
        var record = Json.MAPPER.createObjectNode().put("phoneNumber", "+12135550100").put("locale", "en-us");
        if (fan != null) {
            record.put("globalUserId", fan);
        }
        if (score != null) {
            record.put("score", score);
        }
        List.of(markets).forEach(record.putArray("marketIds")::add);
        return record;
    }

    /** Fans {@code f-000000} and so on, whose scores repeat and do not follow their names. */
    static List<ObjectNode> fans(int count, String... markets) {
        return IntStream.range(0, count).mapToObj(n -> record(fan(n), score(n), markets)).toList();
    }

    static String fan(int n) {
        return "f-%06d".formatted(n);
    }

    private static double score(int n) {
        return (n * 7919 % 10_007) / 8.0;
    }

    /** The fans of {@link #fans} that win, if so many do. */
    static List<String> best(int count, int winners) {
        return IntStream.range(0, count).boxed().sorted((one, other) -> score(one) == score(other) ? one - other : Double.compare(score(other), score(one))).limit(winners)
                .map(Draw::fan).sorted().toList();
    }

    Draw scoring(List<ObjectNode> records) {
        for (int from = 0; from < records.size(); from += PAGE) {
            assertThat(Http.call("PUT", world.sandboxUrl() + "/partners/entry/" + campaignId + "/scoring", Json.write(records.subList(from, Math.min(from + PAGE, records.size())))).status())
                    .isLessThan(300);
        }
        return this;
    }

    /** Gives fans an entry in the demand table, some batches at once. */
    Draw entries(List<String> fans) {
        return entries(fans, Map.of("created", AT, "updated", AT, "fanModified", AT));
    }

    /** Entries as of long ago: no change of their fans is left to replicate. */
    Draw oldEntries(List<String> fans) {
        return entries(fans, Map.of("created", AT, "updated", AT));
    }

    private Draw entries(List<String> fans, Map<String, AttributeValue> date) {
        IntStream.range(0, (fans.size() + ROWS - 1) / ROWS).parallel().mapToObj(n -> fans.subList(n * ROWS, Math.min((n + 1) * ROWS, fans.size()))).forEach(some -> put(some, date));
        return this;
    }

    private void put(List<String> fans, Map<String, AttributeValue> date) {
        var left = Map.of(TABLE, fans.stream().map(fan -> WriteRequest.builder().putRequest(PutRequest.builder().item(entry(fan, date)).build()).build()).toList());
        while (!left.isEmpty()) {
            var some = left;
            left = table.batchWriteItem(write -> write.requestItems(some)).unprocessedItems();
        }
    }

    private Map<String, AttributeValue> entry(String fan, Map<String, AttributeValue> date) {
        var item = new HashMap<>(key(fan));
        item.put("globalUserId", AttributeValue.fromS(fan));
        item.put("campaignId", AttributeValue.fromS(campaignId));
        item.put("marketIds", AttributeValue.fromL(List.of(AttributeValue.fromS("la"))));
        item.put("needsReplication", AttributeValue.fromBool(false));
        item.put("date", AttributeValue.fromM(date));
        return item;
    }

    private Map<String, AttributeValue> key(String fan) {
        return Map.of("PK", AttributeValue.fromS("fan:" + fan), "SK", AttributeValue.fromS("asu#" + campaignId));
    }

    Map<String, AttributeValue> row(String fan) {
        return table.getItem(get -> get.tableName(TABLE).consistentRead(true).key(key(fan))).item();
    }

    /** What a row says: {@code true CODE}, {@code false}, or nothing. */
    String verdict(String fan) {
        return verdict(row(fan));
    }

    /** What the rows of all fans that have one say. */
    Map<String, String> verdicts() {
        return table.scanPaginator(scan -> scan.tableName(TABLE).consistentRead(true).filterExpression("SK = :key").expressionAttributeValues(Map.of(":key", AttributeValue.fromS("asu#" + campaignId))))
                .items().stream().collect(Collectors.toMap(row -> row.get("globalUserId").s(), Draw::verdict));
    }

    private static String verdict(Map<String, AttributeValue> row) {
        return row.containsKey("verdict") ? row.get("verdict").bool() + (row.containsKey("code") ? " " + row.get("code").m().get("code").s() : "") : "";
    }

    Answer start(String marketId) {
        return manager.post("/api/registration/v1/campaigns/" + campaignId + "/markets/" + marketId + "/selections", null);
    }

    /** @return the id of the selection */
    String started(String marketId) {
        var answer = start(marketId);
        assertThat(answer.status()).as(answer.body()).isEqualTo(202);
        assertThat(answer.header("Location")).isEqualTo("/api/registration/v1/selections/" + answer.json().path("selectionId").asText());
        return answer.json().path("selectionId").asText();
    }

    JsonNode selection(String id) {
        return manager.get("/api/registration/v1/selections/" + id).json();
    }

    /** Waits for a status. */
    JsonNode becomes(String id, String status) {
        eventually().untilAsserted(() -> assertThat(selection(id).path("status").asText()).as(selection(id).toString()).isEqualTo(status));
        return selection(id);
    }

    Answer stats() {
        return manager.get("/api/registration/v1/campaigns/" + campaignId + "/stats");
    }

    /** The last report that the campaign's stats got of a market. */
    JsonNode report(String marketId) {
        return Http.get(world.sandboxUrl() + "/partners/stats/" + campaignId).json().path("markets").path(marketId);
    }

    /** Codes of the scoring records, by fan. */
    SortedMap<String, String> codes() {
        return scored().stream().filter(record -> record.path("verdict").asBoolean() && record.has("code")).collect(Collectors.toMap(record -> record.path("globalUserId").asText(),
                record -> record.at("/code/marketId").asText() + " " + record.at("/code/code").asText(), (one, other) -> one, TreeMap::new));
    }

    /** How many scoring records say so. */
    long verdicts(boolean verdict) {
        return scored().stream().filter(record -> record.has("verdict") && record.path("verdict").asBoolean() == verdict).count();
    }

    private List<JsonNode> scored() {
        var records = new ArrayList<JsonNode>();
        String after = "";
        do {
            var page = Http.get(world.sandboxUrl() + "/partners/entry/" + campaignId + "/scoring?limit=" + PAGE + (after.isEmpty() ? "" : "&after=" + after)).json();
            page.path("items").forEach(records::add);
            after = page.path("next").asText("");
        } while (!after.isEmpty());
        return records;
    }

    /** Calls of this campaign that a partner received. */
    List<JsonNode> calls(String partner, String path) {
        var calls = Http.get(world.sandboxUrl() + "/partners/" + partner + "/calls").json();
        return StreamSupport.stream(calls.spliterator(), false).filter(call -> call.path("path").asText().contains(campaignId) && call.path("path").asText().endsWith(path)).toList();
    }

    void fault(String partner, String fault) {
        assertThat(Http.call("PUT", world.sandboxUrl() + "/faults/" + partner, fault).status()).isLessThan(300);
    }

    void restore() {
        Http.call("DELETE", world.sandboxUrl() + "/faults", null);
    }

    /** Status and code of what the failure store holds of this campaign's messages and records. */
    List<String> failures() {
        return new Database(world).sql("select status || ' ' || code from hub.failure where headers ->> 'campaignId' = ? or subscriber = ? order by 1", campaignId, "selection:" + campaignId)
                .query(String.class).list();
    }

    List<String> failureIds(String status) {
        return new Database(world).sql("select id::text from hub.failure where headers ->> 'campaignId' = ? and status = ?", campaignId, status).query(String.class).list();
    }

    static String figures(JsonNode selection) {
        return "total " + selection.path("total").asLong() + " processed " + selection.path("processed").asLong() + " failed " + selection.path("failed").asLong()
                + " true " + selection.at("/verdicts/true").asLong() + " false " + selection.at("/verdicts/false").asLong();
    }

    /** Lets time pass in which nothing should happen. */
    static void pass(Duration time) {
        var end = Instant.now().plus(time);
        Awaitility.await().atMost(time.plusSeconds(5)).until(() -> Instant.now().isAfter(end));
    }

    @Override
    public void close() {
        table.close();
    }
}
