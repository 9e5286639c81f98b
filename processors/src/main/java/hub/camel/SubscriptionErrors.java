package hub.camel;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;

/**
 * Gives every route that starts from a subscription, an ingress, a queue's worker or a table's changes the noErrorHandler: faults belong to the delivery, and a redelivery inside
 * its transaction would repeat into an aborted one.
 */
public final class SubscriptionErrors extends ModelLifecycleStrategySupport {

    private static final Set<String> OWNERS = Set.of("kamelet:event-subscription", "kamelet:kafka-ingress", "kamelet:sqs-worker", "sqs-batch:", "kamelet:table-changes", "table-stream:");

    private SubscriptionErrors() {
    }

    public static void install(CamelContext context) {
        ((ModelCamelContext) context).addModelLifecycleStrategy(new SubscriptionErrors());
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        var input = route.getInput() == null ? "" : route.getInput().getEndpointUri();
        if (OWNERS.stream().anyMatch(input::startsWith)) {
            route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
        }
    }
}
