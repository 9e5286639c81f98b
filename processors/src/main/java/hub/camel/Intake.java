package hub.camel;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.RouteController;

/** A kamelet's own route, which takes work from where it comes and hands it to the flow: stopped and started by an operator, at this hub and until it ends. */
final class Intake {

    private final CamelContext camelContext;
    private final String routeId;

    Intake(CamelContext camelContext, String routeId) {
        this.camelContext = camelContext;
        this.routeId = routeId;
    }

    /** As in {@code started}. */
    String status() {
        var status = routes().getRouteStatus(routeId);
        return status == null ? "removed" : status.name().toLowerCase(Locale.ROOT);
    }

    String start() {
        return changed(() -> routes().startRoute(routeId));
    }

    /** Takes nothing more; what is in hand has so long to be finished, and is broken off then. */
    String stop(Duration patience) {
        return changed(() -> routes().stopRoute(routeId, patience.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Takes nothing more, and is stopped once what is in hand is finished; where that takes longer than a stop of the hub may, it goes on as before. */
    String drain() {
        return changed(() -> routes().stopRoute(routeId, camelContext.getShutdownStrategy().getTimeout(), camelContext.getShutdownStrategy().getTimeUnit(), true));
    }

    private interface Change {
        void make() throws Exception;
    }

    private synchronized String changed(Change change) {
        try {
            change.make();
            return "now " + status();
        } catch (Exception e) {
            throw new IllegalStateException("route " + routeId + " is " + status() + ": " + e.getMessage(), e);
        }
    }

    private RouteController routes() {
        return camelContext.getRouteController();
    }
}
