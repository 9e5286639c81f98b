package hub.camel;

import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;

/** A route as a function of beans that know no Camel: text in, text or null out. Runs on the caller's thread; what a step throws is the cause of what this throws. */
public final class RouteCall implements UnaryOperator<String> {

    private final CamelContext camel;
    private final String endpoint;
    private volatile ProducerTemplate producer;

    /** @param route name of the route's {@code direct} endpoint */
    public RouteCall(CamelContext camel, String route) {
        this.camel = camel;
        this.endpoint = "direct:" + route;
    }

    /** @throws CamelExecutionException a step threw */
    @Override
    public String apply(String body) {
        return producer().requestBody(endpoint, (Object) body, String.class);
    }

    private ProducerTemplate producer() {
        if (producer == null) {
            synchronized (this) {
                if (producer == null) {
                    producer = camel.createProducerTemplate();
                }
            }
        }
        return producer;
    }
}
