package hub.acceptance.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.World;
import hub.events.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** Two hubs whose schedules are run by hand, and the partners that reminders have to do with. */
final class Reminding implements AutoCloseable {

    /** A text message each 100 ms. */
    static final Map<String, String> QUICK = Map.of("reminders.rate", "36000", "reminders.sms.visibility", "3s", "hub.sqs.backoff", "1s", "hub.sqs.max-backoff", "2s", "reminders.timeout", "2000",
            "hub.dynamodb.timeout", "1s", "alerts.window", "1h");

    final World world = World.sandboxOnly();
    final Hub one;
    final Hub other;
    final Database database;
    private final DynamoDbClient dynamo;

    Reminding() {
        one = world.launchHub(QUICK, Reminding::byHandAlone);
        other = world.launchHub(QUICK, Reminding::byHandAlone);
        one.awaitReady();
        other.awaitReady();
        database = new Database(world);
        dynamo = DynamoDbClient.builder().region(Region.US_EAST_1).endpointOverride(URI.create("http://127.0.0.1:" + world.port("DYNAMODB_PORT")))
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox"))).build();
    }

    /** No schedule fires by the clock of the machine in between. */
    private static void byHandAlone(Path home) throws IOException {
        var schedules = home.resolve("schedules/registration.properties");
        Files.writeString(schedules, Files.readString(schedules).replaceAll("(?m)^(registration\\.(?:plan-sends|poll-markets|email-reminders)\\.cron)=.*$", "$1=0 0 0 29 2 ?"));
    }

    static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(100)).ignoreExceptions();
    }

    /** A closed campaign with automated reminders and one market, {@code la}. @param dates of the market, as JSON */
    void campaign(String id, String presale, String dates) {
        campaign(id, (ObjectNode) Json.read("""
                {"campaignId": "%s", "name": "Tour", "status": "CLOSED", "date": {}, "options": {"automatedReminders": true, "dataPipeline": false},
                 "markets": [{"marketId": "la", "name": "Los Angeles", "timeZone": "America/Los_Angeles", "sharedCode": false, "presale": "%s", "link": "https://t.example/la", "eventIds": [], "date": %s}]}"""
                .formatted(id, presale, dates)));
    }

    void campaign(String id, ObjectNode document) {
        require(Http.call("PUT", world.sandboxUrl() + "/partners/campaign/" + id, Json.write(document)));
    }

    JsonNode campaign(String id) {
        return Http.get(world.sandboxUrl() + "/partners/campaign/" + id).json();
    }

    /** A date of the market; empty where it has none. */
    String date(String id, String name) {
        return campaign(id).at("/markets/0/date/" + name).asText();
    }

    /** Scoring records of fans who won a code of {@code la}, numbered from 1. */
    void winners(String id, int fans) {
        var records = Json.MAPPER.createArrayNode();
        for (int n = 1; n <= fans; n++) {
            records.add(winner(id + "-fan-" + n, "+1213555%04d".formatted(n), "en-US"));
        }
        scoring(id, records);
    }

    static ObjectNode winner(String fan, String phoneNumber, String locale) {
        var record = Json.MAPPER.createObjectNode().put("globalUserId", fan).put("score", 1).put("phoneNumber", phoneNumber).put("verdict", true);
        if (locale != null) {
            record.put("locale", locale);
        }
        record.putArray("marketIds").add("la");
        record.putObject("code").put("code", "X-" + fan).put("marketId", "la");
        return record;
    }

    void scoring(String id, JsonNode records) {
        require(Http.call("PUT", world.sandboxUrl() + "/partners/entry/" + id + "/scoring", Json.write(records)));
    }

    /** Runs a schedule by hand and waits until it has ended. */
    void run(Hub hub, String schedule, String now) {
        begin(hub, schedule, now);
        isIdle(schedule);
    }

    void begin(Hub hub, String schedule, String now) {
        require(Http.post(hub.opsUrl() + "/ops/schedules/" + schedule + "/run", "{\"now\": \"" + now + "\"}", "Authorization", "Bearer " + world.token("olga", "operator"), "Content-Type", "application/json"));
    }

    /** Waits until no firing of a schedule is waited for or under way: one by hand is a trigger of its own until it is fired. */
    void isIdle(String schedule) {
        eventually().until(() -> database.count("""
                select (select count(*) from quartz.triggers where job_name = ? and trigger_group = 'DEFAULT') + (select count(*) from quartz.fired_triggers where job_name = ?)""", schedule, schedule) == 0);
    }

    /** The reminder of a fan; empty where there is none. */
    Map<String, AttributeValue> reminder(String id, String fan) {
        return dynamo.getItem(get -> get.tableName("demand-table").consistentRead(true)
                .key(Map.of("PK", AttributeValue.fromS("fan:" + fan), "SK", AttributeValue.fromS("asu#" + id + "-la#reminder")))).item();
    }

    /** Text messages about a campaign, by the keys that they were sent under. */
    List<JsonNode> messages(String id) {
        var items = Http.get(world.sandboxUrl() + "/partners/sms/messages").json().path("items");
        return StreamSupport.stream(items.spliterator(), false).filter(item -> item.path("idempotencyKey").asText().startsWith("reminder/" + id + "/")).toList();
    }

    /** Calls that a partner received and that name a campaign. */
    long calls(String partner, String campaignId) {
        var calls = Http.get(world.sandboxUrl() + "/partners/" + partner + "/calls").json();
        return StreamSupport.stream(calls.spliterator(), false).filter(call -> call.toString().contains(campaignId)).count();
    }

    void fault(String partner, String fault) {
        require(Http.call("PUT", world.sandboxUrl() + "/faults/" + partner, fault));
    }

    void clear(String partner) {
        require(Http.call("DELETE", world.sandboxUrl() + "/faults/" + partner, null));
    }

    /** Of all hubs together. */
    double metric(String outcome) {
        return List.of(one, other).stream().filter(Hub::isAlive).flatMap(hub -> Http.get(hub.opsUrl() + "/observe/metrics").body().lines())
                .filter(line -> line.startsWith("hub_reminders_total{outcome=\"" + outcome + "\"}")).mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1))).sum();
    }

    List<String> incidents() {
        return database.sql("select key || ' ' || count from hub.incident where key like 'poll-markets/%' or key like 'notification-generator/%' or key like 'no-reminder-text/%' or key like 'plan-sends/%'"
                + " or key like 'count-fans-to-notify/%' or key like 'email-reminders/%' or key like 'trigger-reminder-email/%' order by key").query(String.class).list();
    }

    private static void require(Http.Answer answer) {
        if (answer.status() >= 300) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        dynamo.close();
        world.close();
    }
}
