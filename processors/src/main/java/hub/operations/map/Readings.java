package hub.operations.map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** What the meters say, by what the map shows it at. Nothing is asked anew: gauges are as the probes set them last, counters those of this hub since its start. */
final class Readings {

    private static final Map<String, String> WAITING = Map.of("artemis", "subscribers", "sqs", "queues", "kafka", "topics", "relay", "relays");
    private final Set<String> routes;
    private final Map<String, String> partnerOfRoute;
    private final ObjectNode json = Json.MAPPER.createObjectNode();

    /**
     * @param routes         those on the map
     * @param partnerOfRoute those that call a partner and do nothing else
     */
    Readings(Set<String> routes, Map<String, String> partnerOfRoute) {
        this.routes = routes;
        this.partnerOfRoute = partnerOfRoute;
        for (var part : new String[] {"routes", "failures", "subscribers", "events", "queues", "topics", "relays", "partners", "health"}) {
            json.putObject(part);
        }
    }

    ObjectNode of(MeterRegistry meters) {
        meters.getMeters().forEach(this::read);
        return json;
    }

    private void read(Meter meter) {
        var id = meter.getId();
        switch (id.getName()) {
            case "camel.exchanges.total" -> route(id, "exchanges", value(meter));
            case "camel.exchanges.failed" -> route(id, "failed", value(meter));
            case "camel.route.policy" -> route(id, "seconds", value(meter));
            case "hub_failures" -> add(at("failures", id.getTag("flow")), id.getTag("status"), value(meter));
            case "hub_events_consumed" -> add(at("subscribers", id.getTag("subscriber")), id.getTag("outcome"), value(meter));
            case "hub_event_latency" -> latency(at("subscribers", id.getTag("subscriber")), meter);
            case "hub_events_published" -> add(at("events", id.getTag("type")), "published", value(meter));
            case "hub_queue_messages" -> add(at("queues", id.getTag("queue")), id.getTag("outcome"), value(meter));
            case "hub_queue_away" -> add(at("queues", id.getTag("queue")), "away", value(meter));
            case "hub_ingress" -> add(at("topics", id.getTag("topic")), id.getTag("outcome"), value(meter));
            case "hub_queue_depth" -> waiting(id, meter);
            case "hub_health" -> ((ObjectNode) json.path("health")).put(id.getTag("check"), value(meter) == 1);
            default -> { }
        }
    }

    private void waiting(Meter.Id id, Meter meter) {
        var part = WAITING.get(id.getTag("kind"));
        if (part != null) {
            add(at(part, id.getTag("name")), "waiting", value(meter));
        }
    }

    private void latency(ObjectNode at, Meter meter) {
        add(at, "timed", meter instanceof Timer timer ? timer.count() : 0);
        add(at, "seconds", value(meter));
    }

    private void route(Meter.Id id, String name, double value) {
        var route = id.getTag("routeId");
        if (partnerOfRoute.containsKey(route)) {
            add(at("partners", partnerOfRoute.get(route)), name, value);
        } else if (routes.contains(route)) {
            add(at("routes", route), name, value);
        }
    }

    private ObjectNode at(String part, String name) {
        return ((ObjectNode) json.path(part)).withObjectProperty(String.valueOf(name));
    }

    private static void add(ObjectNode at, String name, double value) {
        double sum = at.path(name).asDouble(0) + value;
        if (sum == Math.rint(sum)) {
            at.put(name, (long) sum);
        } else {
            at.put(name, sum);
        }
    }

    /** Of a timer the seconds in all; what cannot be told now is nothing. */
    private static double value(Meter meter) {
        double value = meter instanceof Counter counter ? counter.count() : meter instanceof Timer timer ? timer.totalTime(TimeUnit.SECONDS)
                : meter instanceof Gauge gauge ? gauge.value() : 0;
        return Double.isFinite(value) ? value : 0;
    }
}
