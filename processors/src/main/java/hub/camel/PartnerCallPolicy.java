package hub.camel;

import hub.events.Causation;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.events.Json;
import hub.events.PartnerRefused;
import hub.events.PermanentFailure;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.http.base.HttpOperationFailedException;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.ExchangeHelper;

/**
 * Calls a partner so that the call can be repeated: under an idempotency key, with bounded retries of growing, jittered delay, through the
 * partner's circuit breaker, and never inside a transaction. Used by the kamelet {@code partner-call}, whose HTTP step it wraps.
 */
public final class PartnerCallPolicy implements Policy, CamelContextAware {

    private static final Set<Integer> WORTH_REPEATING = Set.of(408, 425, 429);
    private CamelContext camelContext;
    private String partner;
    private int retries = 3;
    private IntervalFunction delay = IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(100), 2.0, 0.5, Duration.ofSeconds(2));

    public void setPartner(String partner) {
        this.partner = partner;
    }

    /** @param retries calls after the first one */
    public void setRetries(int retries) {
        this.retries = retries;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // nothing to prepare in the model
    }

    @Override
    public Processor wrap(Route route, Processor http) {
        var backbone = Backbone.of(camelContext);
        var circuit = backbone.circuits().of(partner);
        return exchange -> {
            if (backbone.transactions().isActive()) {
                throw new IllegalStateException("partner " + partner + " must not be called inside a transaction; give the event-subscription effect: partner");
            }
            var answer = callUntilAnswered(circuit, http, exchange);
            exchange.getMessage().setBody(answer.getMessage().getBody(String.class));
            exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, answer.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE));
        };
    }

    private Exchange callUntilAnswered(CircuitBreaker circuit, Processor http, Exchange exchange) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return circuit.executeCallable(() -> call(http, exchange));
            } catch (PermanentFailure | CallNotPermittedException notWorthRepeating) {
                throw notWorthRepeating;
            } catch (Exception fault) {
                if (attempt > retries) {
                    throw fault;
                }
                TimeUnit.MILLISECONDS.sleep(delay.apply(attempt));
            }
        }
    }

    private Exchange call(Processor http, Exchange exchange) throws Exception {
        var span = new Hop(Kind.CALL, partner, null, exchange.getProperty(Steps.CAUSATION, Causation.current(), Causation.class)).begin();
        try {
            return call(http, exchange, span.why());
        } catch (Exception e) {
            span.failed(e);
            throw e;
        } finally {
            span.end();
        }
    }

    private Exchange call(Processor http, Exchange exchange, Causation why) throws Exception {
        var call = ExchangeHelper.createCopy(exchange, true);
        var message = call.getMessage();
        var body = message.getBody();
        var path = message.getHeader(Exchange.HTTP_PATH);
        var query = message.getHeader(Exchange.HTTP_QUERY);
        message.removeHeaders("*");
        message.setHeader(Exchange.CONTENT_TYPE, "application/json");
        message.setHeader("Idempotency-Key", exchange.getProperty(Steps.IDEMPOTENCY_KEY, exchange.getExchangeId(), String.class));
        message.setHeader("X-Correlation-Id", why.correlationId());
        message.setHeader("traceparent", why.traceparent());
        if (path != null) {
            message.setHeader(Exchange.HTTP_PATH, path);
        }
        if (query != null) {
            message.setHeader(Exchange.HTTP_QUERY, query);
        }
        message.setBody(body == null || body instanceof String ? body : Json.write(body));
        http.process(call);
        if (call.getException() instanceof HttpOperationFailedException refused && refused.getStatusCode() >= 400 && refused.getStatusCode() < 500
                && !WORTH_REPEATING.contains(refused.getStatusCode())) {
            throw new PartnerRefused(partner, refused.getStatusCode());
        }
        if (call.getException() != null) {
            throw call.getException();
        }
        return call;
    }
}
