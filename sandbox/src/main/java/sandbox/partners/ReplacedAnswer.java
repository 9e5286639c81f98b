package sandbox.partners;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Route;
import org.apache.camel.spi.RoutePolicy;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.RoutePolicySupport;
import sandbox.http.Answers;

/** Replaces the answer of a call that took effect, when a fault asks for it; stands behind the route of every partner. */
public final class ReplacedAnswer extends RoutePolicySupport implements RoutePolicyFactory {

    @Override
    public RoutePolicy createRoutePolicy(CamelContext context, String routeId, NamedNode route) {
        return this;
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        Integer status = exchange.getMessage().getHeader(PartnerGate.REPLACED_STATUS, Integer.class);
        if (status != null) {
            exchange.setException(null);
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, status);
            exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, "application/problem+json");
            exchange.getMessage().setBody(Answers.problem(status, "Fault", "A fault replaced the answer of this call."));
        }
    }
}
