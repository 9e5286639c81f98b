package hub.operations.map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteDefinition;

/** The map of a running hub, drawn once for each set of routes, and its numbers, read at most once a second however many pages are open. */
public final class LiveMap {

    private static final long FRESH = Duration.ofSeconds(1).toNanos();
    private final CamelContext camel;
    private final Model model;
    private final MeterRegistry meters;
    private final UnaryOperator<Set<String>> recordedAs;
    private List<RouteDefinition> drawnFrom;
    private ObjectNode graph;
    private Map<String, String> partners;
    private ObjectNode state;
    private long readAt;

    /** @param recordedAs the types under which events are recorded that are delivered as these */
    public LiveMap(CamelContext camel, MeterRegistry meters, UnaryOperator<Set<String>> recordedAs) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        this.meters = meters;
        this.recordedAs = recordedAs;
    }

    /** Flows, places and links. {@code version} changes when they do. */
    public synchronized ObjectNode graph() {
        var routes = RouteReader.ofFiles(model);
        if (!routes.equals(drawnFrom)) {
            graph = FlowMap.of(camel, this::beanClass, recordedAs, Path.of("")).json();
            graph.put("version", Integer.toHexString(graph.toString().hashCode()));
            partners = RouteReader.partners(model);
            drawnFrom = routes;
        }
        return graph;
    }

    /** What the hub has counted and what waits; with the version of the graph that it belongs to. */
    public synchronized ObjectNode state() {
        var version = graph().path("version").asText();
        if (state == null || System.nanoTime() - readAt > FRESH || !state.path("version").asText().equals(version)) {
            var routes = drawnFrom.stream().map(RouteDefinition::getRouteId).collect(Collectors.toCollection(TreeSet::new));
            state = new Readings(routes, partners).of(meters).put("version", version).put("at", System.currentTimeMillis());
            var stopped = state.putArray("stopped");
            routes.stream().filter(id -> !isStarted(id)).forEach(stopped::add);
            readAt = System.nanoTime();
        }
        return state;
    }

    private boolean isStarted(String route) {
        var status = camel.getRouteController().getRouteStatus(route);
        return status != null && status.isStarted();
    }

    private Class<?> beanClass(String name) {
        var bean = camel.getRegistry().lookupByName(name);
        return bean == null ? null : bean.getClass();
    }
}
