package hub.acceptance.faults;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Kafka;
import hub.acceptance.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One hub with subscribers that can be upset, given to the tests that share it; stopped when all tests are done. */
final class Troubled implements AutoCloseable {

    /** Subscriber with an effect in the hub's database. */
    static final String LOCAL = "local-effect";
    /** Subscriber whose effect is at the paging partner. */
    static final String PARTNER = "partner-effect";
    /** Subscriber of a type of its own, to be filled up. */
    static final String BOUNDED = "bounded";
    /** {@code failures.max-rows-per-subscriber} of this hub. */
    static final int MAX_ROWS = 20;
    /** Types that only this hub knows. The first two have no topic on Kafka, or one that takes next to nothing. */
    static final String UNSTREAMED = "faults.unstreamed.v1";
    static final String NARROW = "faults.narrow.v1";
    static final String PARTNERED = "faults.partnered.v1";
    static final String BOUND = "faults.bound.v1";

    /** What differs from application.properties at the hubs of these tests. */
    static final Map<String, String> SETTINGS = Map.of("failures.retry.delays", "300ms,300ms", "failures.max-rows-per-subscriber", String.valueOf(MAX_ROWS),
            "jobs.lease", "3s", "failures.in-place.most", "1000", "reload.patience", "5s", "replays.subscribers-at-once", "1", "replays.count.window", "20");

    private static final List<String> TYPES = List.of(UNSTREAMED, NARROW, PARTNERED, BOUND);

    final World world = World.sandboxOnly();
    final Kafka kafka = new Kafka(world);
    final Admin topics = Admin.create(Map.of("bootstrap.servers", world.kafka()));
    final Database database = new Database(world);
    final Stage stage = new Stage(world);
    final Hub hub;
    final Traffic traffic;

    private Troubled() {
        createTopic(NARROW, Map.of("max.message.bytes", "200"));
        createTopic(PARTNERED, Map.of());
        createTopic(BOUND, Map.of());
        hub = world.startHub(SETTINGS, Troubled::change);
        traffic = new Traffic(world, hub.home());
    }

    static void change(Path home) throws IOException {
        for (var type : TYPES) {
            Files.writeString(home.resolve("mappings/events/" + type + ".schema.json"), "{\"$id\": \"urn:hub:event:" + type + "\", \"type\": \"object\"}");
        }
        Stage.subscribe(home, LOCAL, Map.of("types", Traffic.TYPE, "concurrency", "3"));
        Stage.subscribe(home, BOUNDED, Map.of("types", BOUND));
        Files.writeString(home.resolve("routes/faults/partner-effect.camel.yaml"), """
                - beans:
                    - name: notebook-partner
                      type: "#class:hub.acceptance.faults.Notebook"
                      constructors:
                        "0": "#bean:transactions"
                - route:
                    id: partner-effect
                    description: Opens an incident for each event, and notes it down.
                    from:
                      uri: kamelet:event-subscription
                      parameters: {subscriber: partner-effect, types: faults.partnered.v1, effect: partner}
                      steps:
                        - setBody:
                            simple: '{"key": "${header.subject}", "severity": "error", "summary": "told by an event", "count": 1}'
                        - to:
                            id: tell-partner
                            uri: kamelet:partner-call
                            parameters: {partner: paging, path: /incidents, retries: "1"}
                        - to:
                            id: settle-told
                            uri: kamelet:settle
                            parameters: {with: "direct:note-settled"}
                - route:
                    id: note-settled
                    description: What is recorded once the partner has answered.
                    from:
                      uri: direct:note-settled
                      steps:
                        - bean:
                            id: note-at-partner-effect
                            ref: notebook-partner
                            method: "settled(${header.subject}, 'partner-effect')"
                """);
    }

    /** Makes the head of a subject's lane due now, as an operator does. */
    void retry(String subscriber, String subject) {
        var head = database.sql("select id::text from hub.failure where subscriber = ? and subject = ? and status in ('WAITING', 'HELD') order by position limit 1", subscriber, subject)
                .query(String.class).single();
        retry(head);
    }

    void retry(String head) {
        var answer = Http.post(hub.opsUrl() + "/ops/failures/" + head + "/retry", "{}", "Authorization", "Bearer " + world.token("op", "operator"));
        if (answer.status() != 202) {
            throw new IllegalStateException(answer.status() + " " + answer.body());
        }
    }

    /** Whether an event of the subject, fresh now, goes all the way to the subscriber: nothing is stuck. */
    void takesFurtherEvents(String subject) {
        traffic.write(subject, 2);
        stage.everyEventHadItsEffectOnceAndInOrder(LOCAL, subject);
        stage.everyEventIsOnKafkaInOrder(kafka, subject);
    }

    /** The incidents that the paging partner opened under this key. */
    List<JsonNode> incidents(String key) {
        var incidents = Http.get(world.sandboxUrl() + "/partners/paging/incidents").json();
        return StreamSupport.stream(incidents.spliterator(), false).filter(incident -> incident.path("key").asText().equals(key)).toList();
    }

    /** The calls about this key that the paging partner received. */
    List<JsonNode> calls(String key) {
        var calls = Http.get(world.sandboxUrl() + "/partners/paging/calls").json();
        return StreamSupport.stream(calls.spliterator(), false).filter(call -> call.path("body").toString().contains("\"" + key)).toList();
    }

    void createTopic(String name, Map<String, String> settings) {
        waited(topics.createTopics(Set.of(new NewTopic(name, 2, (short) 1).configs(settings))).all());
    }

    void alterTopic(String name, String setting, String value) {
        var resource = new ConfigResource(ConfigResource.Type.TOPIC, name);
        waited(topics.incrementalAlterConfigs(Map.of(resource, Set.of(new AlterConfigOp(new ConfigEntry(setting, value), AlterConfigOp.OpType.SET)))).all());
    }

    private static void waited(org.apache.kafka.common.KafkaFuture<Void> done) {
        try {
            done.get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        traffic.close();
        world.close();
        kafka.close();
        topics.close();
    }

    /** Gives it to the constructors of tests. */
    static final class Shared implements ParameterResolver {

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
            return parameter.getParameter().getType() == Troubled.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
            return test.getRoot().getStore(ExtensionContext.Namespace.GLOBAL).getOrComputeIfAbsent(Troubled.class, absent -> new Troubled(), Troubled.class);
        }
    }
}
