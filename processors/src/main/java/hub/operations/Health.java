package hub.operations;

import hub.events.Json;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/**
 * {@code /observe/health}: live while the process answers at all; ready while everything that traffic needs is there, else with the name of what
 * is missing, and while it stops. What only takes what the hub has recorded already is shown, and counts until it has been reached once, or not at all. Open to
 * everybody.
 */
final class Health {

    private final List<Probe> probes;
    private final BooleanSupplier stopping;

    Health(List<Probe> probes, BooleanSupplier stopping) {
        this.stopping = stopping;
        this.probes = probes;
    }

    void addTo(Router router) {
        router.get("/observe/health/live").handler(context -> Reply.json(200, Json.MAPPER.createObjectNode().put("status", "UP")).send(context));
        router.get("/observe/health/ready").handler(context -> readiness().send(context));
    }

    /** Names the routes that do not run. */
    static String routesNotStarted(CamelContext camel) {
        var stopped = camel.getRoutes().stream().map(route -> route.getRouteId()).filter(id -> isStopped(camel.getRouteController().getRouteStatus(id))).sorted().toList();
        return stopped.isEmpty() ? null : "not started: " + String.join(", ", stopped);
    }

    /** One that was taken out meanwhile has no status. */
    private static boolean isStopped(ServiceStatus status) {
        return status != null && !status.isStarted();
    }

    private Reply readiness() {
        var json = Json.MAPPER.createObjectNode();
        var checks = Json.MAPPER.createArrayNode();
        boolean ready = !stopping.getAsBoolean();
        for (var probe : probes) {
            var trouble = probe.trouble();
            ready &= !probe.isInTheWay();
            var check = checks.addObject().put("name", probe.name()).put("status", status(trouble == null));
            if (trouble != null) {
                check.put("detail", trouble);
            }
        }
        json.put("status", status(ready)).set("checks", checks);
        var reply = Reply.json(ready ? 200 : 503, json);
        return ready ? reply : new Reply(reply.status(), reply.contentType(), Map.of("Retry-After", "2"), reply.body());
    }

    private static String status(boolean up) {
        return up ? "UP" : "DOWN";
    }
}
