package hub.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.StatefulService;
import org.apache.camel.component.kamelet.KameletEndpoint;

/** The engineer's route that starts from a source kamelet: a failure is known under its id, not under the id that Camel gave the kamelet's own route. */
public final class Flow {

    private final CamelContext camelContext;
    private final String kameletRouteId;
    private final Intake intake;
    private volatile String id;

    public Flow(CamelContext camelContext, String kameletRouteId) {
        this.camelContext = camelContext;
        this.kameletRouteId = kameletRouteId;
        this.intake = new Intake(camelContext, kameletRouteId);
    }

    /** Looked up once it is there. */
    public String id() {
        if (id == null) {
            id = camelContext.getRoutes().stream()
                    .filter(route -> route.getEndpoint() instanceof KameletEndpoint endpoint && endpoint.getRouteId().equals(kameletRouteId))
                    .map(route -> route.getRouteId()).findFirst().orElse(null);
        }
        return id == null ? kameletRouteId : id;
    }

    /** Whether it takes nothing more, so that what waits has to go back to its source. */
    boolean isGivingBack() {
        var route = camelContext.getRoute(kameletRouteId);
        return isStopping() || route != null && route.getConsumer() instanceof StatefulService consumer && (consumer.isSuspending() || consumer.isSuspended());
    }

    /** What brings the flow its work. */
    Intake intake() {
        return intake;
    }

    boolean isStopping() {
        var status = camelContext.getRouteController().getRouteStatus(kameletRouteId);
        return camelContext.isStopping() || status == null || status.isStopping() || status.isStopped() || Thread.currentThread().isInterrupted();
    }
}
