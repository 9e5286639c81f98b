package sandbox.partners;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.spi.Policy;

/**
 * Runs the steps it wraps once for each value of the header {@code Idempotency-Key}; a repeat gets the first answer, also
 * while the first call is still under way. Only answers of success are kept, the newest 100,000; without the header every
 * call runs.
 */
public final class OncePerIdempotencyKey implements Policy {

    private static final int MOST = 100_000;

    private record Answer(int status, String contentType, String body) {
    }

    private final Map<String, CompletableFuture<Answer>> answers = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<Answer>> eldest) {
            return size() > MOST;
        }
    };

    @Override
    public void beforeWrap(Route route, NamedNode definition) {
        // The steps need no preparation.
    }

    @Override
    public Processor wrap(Route route, Processor steps) {
        return exchange -> {
            String key = exchange.getMessage().getHeader("Idempotency-Key", String.class);
            if (key == null) {
                steps.process(exchange);
            } else {
                runOnce(exchange, route.getRouteId() + "/" + key, steps);
            }
        };
    }

    private void runOnce(Exchange exchange, String key, Processor steps) throws Exception {
        var mine = new CompletableFuture<Answer>();
        Answer earlier = null;
        while (earlier == null) {
            CompletableFuture<Answer> first = firstOf(key, mine);
            if (first == mine) {
                run(exchange, key, steps, mine);
                return;
            }
            earlier = first.join();
        }
        exchange.getMessage().setHeader(Exchange.HTTP_RESPONSE_CODE, earlier.status());
        exchange.getMessage().setHeader(Exchange.CONTENT_TYPE, earlier.contentType());
        exchange.getMessage().setBody(earlier.body());
    }

    private void run(Exchange exchange, String key, Processor steps, CompletableFuture<Answer> mine) throws Exception {
        Answer answer = null;
        try {
            steps.process(exchange);
            answer = success(exchange);
        } finally {
            if (answer == null) {
                forget(key);
            }
            mine.complete(answer);
        }
    }

    private static Answer success(Exchange exchange) {
        var message = exchange.getMessage();
        int status = message.getHeader(Exchange.HTTP_RESPONSE_CODE, 200, Integer.class);
        if (exchange.isFailed() || status >= 300) {
            return null;
        }
        return new Answer(status, message.getHeader(Exchange.CONTENT_TYPE, String.class), message.getBody(String.class));
    }

    private synchronized CompletableFuture<Answer> firstOf(String key, CompletableFuture<Answer> mine) {
        var first = answers.putIfAbsent(key, mine);
        return first == null ? mine : first;
    }

    private synchronized void forget(String key) {
        answers.remove(key);
    }
}
