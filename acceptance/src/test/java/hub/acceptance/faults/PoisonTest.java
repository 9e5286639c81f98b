package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import hub.acceptance.Http;
import hub.acceptance.Kafka;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What nobody can read: each record is parked once, in its own words, and stops nothing. */
@ExtendWith(Troubled.Shared.class)
class PoisonTest {

    private static final String TOPIC = "users.stickerClaimed.v1";
    private final Troubled hub;

    PoisonTest(Troubled hub) {
        this.hub = hub;
    }

    @Test
    void poison_on_kafka_is_parked_once_and_shown_on_the_dead_letter_topic_while_its_neighbours_are_applied() {
        account("poisoned");
        var poison = poison();
        long before = parked();

        poison.forEach((name, value) -> {
            hub.kafka.send(TOPIC, "poisoned", value, "ce-poison", name, "odd", "a\u0000b");
            claim("poisoned", "{\"accountId\": \"poisoned\", \"stickerId\": \"welcome\", \"after\": \"" + name + "\"}");
        });

        eventually().untilAsserted(() -> assertThat(hub.database.count("select claimed_sticker_count from users.account where account_id = 'poisoned'")).isEqualTo(poison.size()));
        eventually().untilAsserted(() -> assertThat(parked() - before).isEqualTo(poison.size()));
        assertThat(hub.database.count("select count(distinct event_id) from hub.failure where subscriber = ?", "ingress:" + TOPIC)).isEqualTo(parked());
        eventually().untilAsserted(() -> assertThat(deadLetters()).containsAllEntriesOf(poison.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue() == null ? "null" : new String(entry.getValue(), StandardCharsets.ISO_8859_1)))));
    }

    @Test
    void odd_but_valid_claims_are_applied() {
        account("odd");
        claim("odd", "{\"accountId\": \"odd\", \"stickerId\": \"a\\u0000b\", \"more\": \"\\ud83d\\ude00\"}");
        claim("odd", "{\"accountId\": \"odd\", \"stickerId\": \"welcome\", \"number\": 1e400, \"deep\": " + "[".repeat(200) + "]".repeat(200) + "}");
        claim("odd", structured(wide(1), wide(2), "odd"));

        eventually().untilAsserted(() -> assertThat(hub.database.count("select claimed_sticker_count from users.account where account_id = 'odd'")).isEqualTo(3));
    }

    @Test
    void a_record_that_was_refused_is_taken_in_when_it_is_retried_after_the_schema_was_widened() throws IOException {
        account("widened");
        var schema = hub.hub.home().resolve("mappings/events/" + TOPIC + ".schema.json");
        var strict = Files.readString(schema);
        claim("widened", "{\"accountId\": \"widened\", \"sticker\": \"welcome\"}");
        claim("widened", structured("widened", "/poison", "widened").replace("stickerId", "sticker"));
        eventually().until(() -> heldForSchema() == 2);

        hub.hub.stop();
        Files.writeString(schema, strict.replaceAll("(?s),\\s*\"stickerId\"\\s*\\]", "]"));
        hub.hub.start();
        hub.database.sql("select id::text from hub.failure where code = 'schema-violation' and status = 'HELD'").query(String.class).list().forEach(hub::retry);

        eventually().untilAsserted(() -> assertThat(hub.database.count("select claimed_sticker_count from users.account where account_id = 'widened'")).isEqualTo(2));
        assertThat(heldForSchema()).isZero();
    }

    private long heldForSchema() {
        return hub.database.count("select count(*) from hub.failure where code = 'schema-violation' and status = 'HELD'");
    }

    @Test
    void messages_on_the_bus_that_are_no_events_are_parked_once_and_stop_nobody() throws JMSException {
        var kinds = 0;
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + hub.world.port("ARTEMIS_PORT"));
             var connection = factory.createConnection(); var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var events = session.createProducer(session.createTopic("events"));
            var map = session.createMapMessage();
            map.setString("a", "b");
            var stream = session.createStreamMessage();
            stream.writeInt(7);
            var withoutPosition = session.createTextMessage("{\"specversion\": \"1.0\"}");
            var oddPosition = session.createTextMessage("{}");
            oddPosition.setStringProperty("position", "seven");
            var farPosition = bytes(session, structured("far", "/far", "far").getBytes(StandardCharsets.UTF_8));
            farPosition.setLongProperty("position", Long.MAX_VALUE - 1);
            farPosition.setLongProperty("recorded", 1);
            for (var message : List.of(bytes(session, new byte[] {0, -1, -2, 7}), bytes(session, new byte[0]), bytes(session, new byte[300 * 1024]),
                    session.createTextMessage("no event"), session.createTextMessage(""), session.createTextMessage("{\"id\": \"a\\u0000b\"}"), session.createMessage(), map, stream,
                    session.createObjectMessage("text"), withoutPosition, oddPosition, farPosition)) {
                message.setStringProperty("ce_type", Traffic.TYPE);
                message.setStringProperty("JMSXGroupID", "poison");
                events.send(message);
                kinds++;
            }
            events.send(session.createTextMessage("of no type at all"));
        }

        hub.takesFurtherEvents("poison");
        int expected = kinds;
        eventually().untilAsserted(() -> assertThat(hub.database.count("select count(*) from hub.failure where flow = ? and code = 'malformed-message' and status = 'HELD'", Troubled.LOCAL))
                .isEqualTo(expected));
        assertThat(hub.database.sql("select octet_length(payload) || ' ' || reason from hub.failure where flow = ? and code = 'malformed-message' order by octet_length(payload) desc limit 1",
                Troubled.LOCAL).query(String.class).single()).startsWith("262144 only the first 262144 of its 307200 bytes are kept: ");
    }

    @Test
    void a_stranger_that_floods_a_subscriber_fills_its_share_of_the_failure_store_and_the_rest_waits_on_the_queue() throws JMSException {
        int sent = Troubled.MAX_ROWS + 5;
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + hub.world.port("ARTEMIS_PORT"));
             var connection = factory.createConnection(); var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var events = session.createProducer(session.createTopic("events"));
            for (int n = 0; n < sent; n++) {
                var message = session.createTextMessage("flood " + n);
                message.setStringProperty("ce_type", Troubled.BOUND);
                message.setStringProperty("JMSXGroupID", "flood");
                events.send(message);
            }
        }

        eventually().until(() -> foreign("HELD") == Troubled.MAX_ROWS);
        eventually().until(() -> hub.incidents("lane-full/foreign:" + Troubled.BOUNDED).size() == 1);
        assertThat(foreign("HELD")).isEqualTo(Troubled.MAX_ROWS);

        eventually().untilAsserted(() -> {
            hub.database.sql("select id::text from hub.failure where subscriber = ? and status = 'HELD'", "foreign:" + Troubled.BOUNDED).query(String.class).list().forEach(this::discard);
            assertThat(foreign("DISCARDED")).isEqualTo(sent);
        });
        hub.traffic.write("flood-is-over", Troubled.BOUND);
        hub.stage.everyEventHadItsEffectOnceAndInOrder(Troubled.BOUNDED, "flood-is-over");
    }

    @Test
    void what_the_broker_gave_up_is_parked_once_whatever_it_is() throws JMSException {
        var flow = "drain-broker-dead-letters";
        int sent = 0;
        try (var factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + hub.world.port("ARTEMIS_PORT"));
             var connection = factory.createConnection(); var session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            var deadLetters = session.createProducer(session.createQueue("DLQ"));
            var map = session.createMapMessage();
            map.setString("a", "b");
            var oddPosition = session.createTextMessage("{}");
            oddPosition.setStringProperty("position", "seven");
            var farPosition = bytes(session, structured("far", "/far", "far").getBytes(StandardCharsets.UTF_8));
            farPosition.setLongProperty("position", Long.MAX_VALUE - 1);
            farPosition.setLongProperty("recorded", 1);
            for (var message : List.of(map, oddPosition, farPosition, bytes(session, new byte[300 * 1024]), session.createObjectMessage("text"), session.createTextMessage("no event"))) {
                message.setStringProperty("_AMQ_ORIG_QUEUE", Troubled.LOCAL);
                deadLetters.send(message);
                sent++;
            }
        }

        int expected = sent;
        eventually().untilAsserted(() -> assertThat(hub.database.count("select count(*) from hub.failure where subscriber = ? and code = 'broker-dead-letter'", "foreign:" + flow)).isEqualTo(expected));
        assertThat(hub.database.count("select max(octet_length(payload)) from hub.failure where flow = ?", flow)).isEqualTo(256 * 1024);
    }

    private long foreign(String status) {
        return hub.database.count("select count(*) from hub.failure where subscriber = ? and status = ?", "foreign:" + Troubled.BOUNDED, status);
    }

    private void discard(String id) {
        Http.post(hub.hub.opsUrl() + "/ops/failures/" + id + "/discard", "{\"reason\": \"sent by a stranger\"}", "Authorization", "Bearer " + hub.world.token("op", "operator"));
    }

    private static Message bytes(Session session, byte[] body) throws JMSException {
        var message = session.createBytesMessage();
        message.writeBytes(body);
        return message;
    }

    private static Map<String, byte[]> poison() {
        var poison = new LinkedHashMap<String, byte[]>();
        poison.put("garbage", new byte[] {-1, -2, 0, 7, -128});
        poison.put("empty", new byte[0]);
        poison.put("null", null);
        text(poison, "text", "not json");
        text(poison, "array", "[1, 2]");
        text(poison, "twice", "{\"accountId\": \"poisoned\", \"accountId\": \"poisoned\", \"stickerId\": \"welcome\"}");
        text(poison, "deep", "{\"accountId\": \"poisoned\", \"stickerId\": \"welcome\", \"deep\": " + "[".repeat(5000) + "]".repeat(5000) + "}");
        text(poison, "large", "{\"accountId\": \"poisoned\", \"stickerId\": \"welcome\", \"large\": \"" + "x".repeat(300 * 1024) + "\"}");
        text(poison, "digits", "{\"accountId\": \"poisoned\", \"stickerId\": \"welcome\", \"n\": " + "9".repeat(2000) + "}");
        text(poison, "nul", structured("a\\u0000b", "/poison", "poisoned"));
        text(poison, "half-a-character", structured("a\\ud800b", "/poison", "poisoned"));
        text(poison, "half-a-character-in-account", "{\"accountId\": \"poisoned\\ud800\", \"stickerId\": \"welcome\"}");
        text(poison, "wide", structured(wide(3).repeat(4), "/poison" + wide(4).repeat(4), "poisoned"));
        return poison;
    }

    private static void text(Map<String, byte[]> poison, String name, String value) {
        poison.put(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A text of 240 characters of three bytes each that nothing can compress. */
    private static String wide(long seed) {
        return new Random(seed).ints(240, 0x4e00, 0x9fff).mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String structured(String id, String source, String account) {
        return "{\"specversion\": \"1.0\", \"id\": \"%s\", \"source\": \"%s\", \"type\": \"%s\", \"time\": \"2026-01-01T00:00:00Z\", \"data\": {\"accountId\": \"%s\", \"stickerId\": \"welcome\"}}"
                .formatted(id, source, TOPIC, account);
    }

    private void account(String id) {
        hub.database.sql("insert into users.account (account_id, email, email_key, password_hash, first_name, last_name, registered_at) values (?, ?, ?, 'none', 'A', 'B', now())", id, id, id).update();
    }

    private void claim(String key, String value) {
        hub.kafka.send(TOPIC, key, value);
    }

    private long parked() {
        return hub.database.count("select count(*) from hub.failure where subscriber = ?", "ingress:" + TOPIC);
    }

    /** Values on the dead letter topic by the name that the poison carried. */
    private Map<String, String> deadLetters() {
        var names = hub.database.sql("select id::text as id, headers ->> 'ce-poison' as name from hub.failure where subscriber = ? and headers ->> 'ce-poison' is not null", "ingress:" + TOPIC)
                .query((row, n) -> Map.entry(row.getString(1), row.getString(2))).list().stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return hub.kafka.read(TOPIC + ".dlq").stream().filter(record -> names.containsKey(Kafka.header(record, "failureId")))
                .collect(Collectors.toMap(record -> names.get(Kafka.header(record, "failureId")),
                        record -> record.value() == null ? "null" : new String(record.value(), StandardCharsets.ISO_8859_1), (first, again) -> first));
    }
}
