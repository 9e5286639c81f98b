package hub.operations.map;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReadingsTest {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void exchanges_stand_at_their_route_and_calls_at_their_partner() {
        meters.counter("camel.exchanges.total", "routeId", "pay").increment(5);
        meters.counter("camel.exchanges.failed", "routeId", "pay").increment(2);
        meters.counter("camel.exchanges.total", "routeId", "partner-call-1").increment(3);
        meters.counter("camel.exchanges.total", "routeId", "partner-call-2").increment(4);
        meters.timer("camel.route.policy", "routeId", "partner-call-1").record(Duration.ofMillis(1500));
        meters.counter("camel.exchanges.total", "routeId", "sqs-worker-1").increment();

        var state = read();

        assertThat(state.path("routes").fieldNames()).toIterable().containsExactly("pay");
        assertThat(state.at("/routes/pay/exchanges").asLong()).isEqualTo(5);
        assertThat(state.at("/routes/pay/failed").asLong()).isEqualTo(2);
        assertThat(state.at("/partners/bank/exchanges").asLong()).isEqualTo(7);
        assertThat(state.at("/partners/bank/seconds").asDouble()).isEqualTo(1.5);
    }

    @Test
    void outcomes_are_added_up_over_the_types_of_a_subscriber() {
        meters.counter("hub_events_consumed", "type", "a.b.v1", "subscriber", "stock", "outcome", "applied").increment(2);
        meters.counter("hub_events_consumed", "type", "a.c.v1", "subscriber", "stock", "outcome", "applied").increment(3);
        meters.timer("hub_event_latency", "type", "a.b.v1", "subscriber", "stock").record(Duration.ofSeconds(2));

        var state = read();

        assertThat(state.at("/subscribers/stock/applied").asLong()).isEqualTo(5);
        assertThat(state.at("/subscribers/stock/timed").asLong()).isEqualTo(1);
        assertThat(state.at("/subscribers/stock/seconds").asDouble()).isEqualTo(2);
    }

    @Test
    void what_waits_stands_at_what_it_waits_in_and_failures_at_their_route_by_status() {
        gauge("hub_queue_depth", Tags.of("kind", "artemis", "name", "stock"), 3);
        gauge("hub_queue_depth", Tags.of("kind", "sqs", "name", "oneQueue"), 4);
        gauge("hub_queue_depth", Tags.of("kind", "failures", "name", "pay"), 9);
        gauge("hub_failures", Tags.of("status", "HELD", "flow", "pay"), 6);
        gauge("hub_health", Tags.of("check", "kafka"), 0);

        var state = read();

        assertThat(state.at("/subscribers/stock/waiting").asLong()).isEqualTo(3);
        assertThat(state.at("/queues/oneQueue/waiting").asLong()).isEqualTo(4);
        assertThat(state.path("failures").toString()).isEqualTo("{\"pay\":{\"HELD\":6}}");
        assertThat(state.at("/health/kafka").asBoolean(true)).isFalse();
    }

    @Test
    void what_cannot_be_told_is_nothing_and_no_broken_document() {
        gauge("hub_queue_depth", Tags.of("kind", "sqs", "name", "oneQueue"), Double.NaN);

        assertThat(read().at("/queues/oneQueue/waiting").toString()).isEqualTo("0");
    }

    private void gauge(String name, Tags tags, double value) {
        Gauge.builder(name, () -> value).tags(tags).strongReference(true).register(meters);
    }

    private JsonNode read() {
        return new Readings(Set.of("pay"), Map.of("partner-call-1", "bank", "partner-call-2", "bank")).of(meters);
    }
}
