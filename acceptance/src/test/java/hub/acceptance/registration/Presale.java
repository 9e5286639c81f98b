package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Http;
import hub.acceptance.Http.Answer;
import hub.acceptance.Hub;
import hub.acceptance.Made;
import hub.acceptance.World;
import hub.events.Json;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Campaigns and fans of a world, and a look into the demand table. */
record Presale(World world, Hub hub) {

    private static final String TABLE = "demand-table";

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(50));
    }

    /** The document of a campaign that is open to everybody. */
    static ObjectNode open(String campaignId) {
        var document = (ObjectNode) Json.read("""
                {"name": "World tour", "status": "ACTIVE", "defaultRegion": "US", "locales": ["en-us", "es-us"], "requiredFields": ["email", "firstName", "lastName", "phone"],
                 "gates": {}, "options": {"automatedReminders": false, "dataPipeline": false},
                 "markets": [{"marketId": "la", "name": "Los Angeles", "timeZone": "America/Los_Angeles", "capacity": 500, "sharedCode": false, "presale": "2026-11-09T18:30:00.000Z",
                              "eventIds": ["e-1", "e-2"], "link": "https://example.org/la", "date": {}},
                             {"marketId": "nyc", "name": "New York", "timeZone": "America/New_York", "selectionRatio": 0.5, "sharedCode": false, "presale": "2026-11-09T15:30:00.000Z",
                              "eventIds": ["e-3"], "link": "https://example.org/nyc", "date": {}}]}""");
        document.put("campaignId", campaignId);
        window(document, Instant.now().minus(Duration.ofDays(1)), Instant.now().plus(Duration.ofDays(1)));
        return document;
    }

    static ObjectNode window(ObjectNode document, Instant open, Instant close) {
        var date = document.putObject("date");
        date.put("open", open.toString()).put("close", close.toString()).putArray("sendReminderEmails");
        date.putArray("triggeredEmailReminders");
        return document;
    }

    static ObjectNode gated(String campaignId, String gates) {
        var document = open(campaignId);
        document.set("gates", Json.read(gates));
        return document;
    }

    /** Stores a campaign at the campaign service, which publishes that it changed. @return its id */
    String store(ObjectNode document) {
        var campaignId = document.path("campaignId").asText();
        assertThat(Http.call("PUT", world.sandboxUrl() + "/partners/campaign/" + campaignId, Json.write(document)).status()).isLessThan(300);
        return campaignId;
    }

    /** A campaign that is open to everybody. */
    String campaign() {
        return store(open(Made.id("campaign")));
    }

    Fan fan() {
        return fan(Made.id("fan"));
    }

    Fan fan(String globalUserId) {
        return new Fan(globalUserId, Call.to(hub.httpUrl()).as(world.token(globalUserId, "user")));
    }

    void verified(Fan fan, boolean verified) {
        assertThat(Http.call("PUT", world.sandboxUrl() + "/partners/user/" + fan.id(), "{\"idvVerified\": " + verified + "}").status()).isLessThan(300);
    }

    void fault(String partner, String fault) {
        assertThat(Http.call("PUT", world.sandboxUrl() + "/faults/" + partner, fault).status()).isLessThan(300);
    }

    void restore() {
        Http.call("DELETE", world.sandboxUrl() + "/faults", null);
    }

    /** How often a partner was asked for this path. */
    long calls(String partner, String path) {
        var calls = Http.get(world.sandboxUrl() + "/partners/" + partner + "/calls").json();
        return StreamSupport.stream(calls.spliterator(), false).filter(call -> call.path("method").asText().equals("GET") && call.path("path").asText().endsWith(path)).count();
    }

    /** A row of the demand table; empty where there is none. */
    Map<String, AttributeValue> row(Fan fan, String sortKey) {
        try (var table = DynamoDbClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create("http://127.0.0.1:" + world.port("DYNAMODB_PORT")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"))).build()) {
            return table.getItem(get -> get.tableName(TABLE).consistentRead(true).key(Map.of("PK", AttributeValue.fromS("fan:" + fan.id()), "SK", AttributeValue.fromS(sortKey)))).item();
        }
    }

    /** What the system writes, unseen by the fan. */
    void select(Fan fan, String campaignId) {
        try (var table = DynamoDbClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create("http://127.0.0.1:" + world.port("DYNAMODB_PORT")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"))).build()) {
            table.updateItem(update -> update.tableName(TABLE).key(Map.of("PK", AttributeValue.fromS("fan:" + fan.id()), "SK", AttributeValue.fromS("asu#" + campaignId)))
                    .updateExpression("SET verdict = :yes, code = :code").expressionAttributeValues(Map.of(":yes", AttributeValue.fromBool(true),
                            ":code", AttributeValue.fromM(Map.of("code", AttributeValue.fromS("X7"), "marketId", AttributeValue.fromS("la"))))));
        }
    }

    /** A fan with a token. */
    record Fan(String id, Call call) {

        Answer eligibility(String campaignId, ObjectNode entry) {
            return call.post("/api/registration/v1/campaigns/" + campaignId + "/eligibility", Json.write(entry));
        }

        JsonNode decision(String campaignId, ObjectNode entry) {
            var answer = eligibility(campaignId, entry);
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            return answer.json();
        }

        Answer enter(String campaignId, ObjectNode entry) {
            return call.put(own(campaignId), Json.write(entry));
        }

        Answer read(String campaignId) {
            return call.get(own(campaignId));
        }

        Answer withdraw(String campaignId) {
            return call.delete(own(campaignId));
        }

        static String own(String campaignId) {
            return "/api/registration/v1/campaigns/" + campaignId + "/entries/me";
        }

        /** An entry that is fine. */
        ObjectNode entry(String... marketIds) {
            var entry = (ObjectNode) Json.read("""
                    {"firstName": " Ada ", "lastName": "Lovelace", "phone": "(212) 736-5000", "postalCode": "90210", "country": "us", "locale": "en-US",
                     "marketing": {"email": true, "sms": false}}""");
            entry.put("email", " " + id.toUpperCase() + "@Example.org ");
            var markets = entry.putArray("marketIds");
            List.of(marketIds.length == 0 ? new String[] {"la"} : marketIds).forEach(markets::add);
            return entry;
        }

        String email() {
            return id + "@example.org";
        }
    }
}
