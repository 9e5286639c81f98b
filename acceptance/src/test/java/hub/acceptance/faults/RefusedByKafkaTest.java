package hub.acceptance.faults;

import static hub.acceptance.faults.Stage.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events that their topic can never take: they and what follows them wait, everything else flows, and a retry publishes the lane in order. */
@ExtendWith(Troubled.Shared.class)
class RefusedByKafkaTest {

    private static final String RELAY = "relay:stream";
    private final Troubled hub;

    RefusedByKafkaTest(Troubled hub) {
        this.hub = hub;
    }

    @Test
    void an_event_without_a_topic_is_parked_and_its_lane_is_published_in_order_once_there_is_one() {
        parksTheLane("no-topic", Troubled.UNSTREAMED, "unknown-topic");

        hub.createTopic(Troubled.UNSTREAMED, Map.of());

        publishesTheLane("no-topic", Troubled.UNSTREAMED);
    }

    @Test
    void an_event_too_large_for_its_topic_is_parked_and_its_lane_is_published_in_order_once_it_fits() {
        parksTheLane("too-large", Troubled.NARROW, "record-too-large");

        hub.alterTopic(Troubled.NARROW, "max.message.bytes", "1000000");

        publishesTheLane("too-large", Troubled.NARROW);
    }

    private void parksTheLane(String subject, String type, String code) {
        hub.traffic.write(subject, 1);
        hub.traffic.write(subject, type);
        hub.traffic.write(subject, 2);
        hub.traffic.write(subject + "-neighbour", 3);

        eventually().until(() -> hub.database.failures(RELAY, subject).equals(List.of("HELD", "BLOCKED", "BLOCKED")));
        assertThat(hub.database.sql("select code from hub.failure where subscriber = ? and subject = ? order by position limit 1", RELAY, subject).query(String.class).single()).isEqualTo(code);
        hub.stage.everyEventIsOnKafkaInOrder(hub.kafka, subject + "-neighbour");
        assertThat(Stage.onKafka(hub.kafka, subject).get(subject)).hasSize(1);
    }

    private void publishesTheLane(String subject, String type) {
        eventually().until(() -> {
            if (hub.database.failures(RELAY, subject).get(0).equals("HELD")) {
                hub.retry(RELAY, subject);
            }
            return hub.database.failures(RELAY, subject).equals(List.of("RESOLVED", "RESOLVED", "RESOLVED"));
        });
        hub.traffic.write(subject, 1);

        eventually().until(() -> Stage.onKafka(hub.kafka, subject).get(subject).size() == 4);
        assertThat(Stage.onKafka(hub.kafka, subject).get(subject)).isEqualTo(
                hub.database.sql("select id from hub.event_log where subject = ? and type = ? order by position", subject, Traffic.TYPE).query(String.class).list());
        assertThat(hub.kafka.values(type, subject)).hasSize(1);
    }
}
