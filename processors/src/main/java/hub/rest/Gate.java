package hub.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Causation;
import hub.events.Hop;
import hub.events.Hop.Kind;
import hub.rest.Problem.FieldError;
import io.swagger.v3.oas.models.OpenAPI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumerAware;
import org.apache.camel.component.rest.openapi.DefaultRestOpenapiProcessorStrategy;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.support.SimpleEventNotifierSupport;
import org.apache.camel.support.processor.RestBindingAdvice;

/**
 * The one way from an HTTP request to the {@code direct} route of its operation: rate limit, token, roles, contract, idempotency key,
 * dispatch. The route gets one JSON object as body (the body's members, the parameters of path and query, the caller) and no header at
 * all, so that neither credentials nor made-up headers travel on. Its body at the end is the outcome, which the contract maps to a response.
 */
public final class Gate extends DefaultRestOpenapiProcessorStrategy {

    private static final String BEARER = "Bearer ";
    /** What a decoder puts where bytes are no UTF-8; nobody may be addressed by it. */
    private static final char REPLACEMENT = '\uFFFD';
    private final Tokens tokens;
    private final Idempotency idempotency;
    private final Map<String, RateLimit> rateLimits;
    /** By identity: the hash of a whole contract is a walk through it. Complete before the first request. */
    private final Map<OpenAPI, Contract> contracts = Collections.synchronizedMap(new IdentityHashMap<>());
    private final Map<String, Endpoint> routes = new ConcurrentHashMap<>();
    private final Map<String, String> routeIds = new ConcurrentHashMap<>();
    private ProducerTemplate producer;

    /** @param rateLimits by the name that {@code x-rate-limit} of a contract gives */
    Gate(Tokens tokens, Idempotency idempotency, Map<String, RateLimit> rateLimits) {
        this.tokens = tokens;
        this.idempotency = idempotency;
        this.rateLimits = Map.copyOf(rateLimits);
    }

    @Override
    public void validateOpenApi(OpenAPI openApi, String basePath, PlatformHttpConsumerAware consumer) throws Exception {
        super.validateOpenApi(openApi, basePath, consumer);
        var contract = new Contract(openApi);
        contract.operations().forEach(operation -> {
            if (operation.rateLimit() != null && !rateLimits.containsKey(operation.rateLimit())) {
                throw new IllegalArgumentException("operation " + operation.id() + " names an unknown x-rate-limit " + operation.rateLimit());
            }
        });
        contracts.put(openApi, contract);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        if (producer == null) {
            producer = getCamelContext().createProducerTemplate();
            getCamelContext().getManagementStrategy().addEventNotifier(new Forget());
        }
    }

    @Override
    public boolean process(OpenAPI openApi, io.swagger.v3.oas.models.Operation operation, String verb, String path, RestBindingAdvice binding,
                           Exchange exchange, AsyncCallback callback) {
        var contract = contracts.get(openApi);
        var known = contract.operation(operation.getOperationId());
        var answer = new Hop(Kind.REQUEST, routeId(known), null, Causation.current()).bound(() -> answerOrProblem(contract, known, exchange));
        exchange.getMessage().setBody(answer);
        callback.done(true);
        return true;
    }

    /** Of the route that does the work of an operation. */
    private String routeId(Operation operation) {
        return routeIds.computeIfAbsent(operation.id(), id -> getCamelContext().getRoutes().stream().filter(route -> route.getEndpoint().getEndpointUri().equals("direct://" + id))
                .map(Route::getRouteId).findFirst().orElse(id));
    }

    private Answer answerOrProblem(Contract contract, Operation operation, Exchange exchange) {
        try {
            return answer(contract, operation, exchange);
        } catch (RuntimeException e) {
            exchange.setException(null);
            return Faults.problem(e).answer();
        }
    }

    private Answer answer(Contract contract, Operation operation, Exchange exchange) {
        var request = Request.of(exchange);
        if (request.method().equals("OPTIONS")) {   // Camel takes it for any operation of the path
            throw new ProblemException(Fallbacks.METHOD_NOT_ALLOWED.with("Allow", operation.allow()));
        }
        var pathParameters = pathParameters(operation, exchange);
        limit(operation, request);
        var caller = admit(operation, request.header("Authorization"), pathParameters.get("userId"));
        var call = new Call(operation, exchange, () -> input(contract, operation, request, pathParameters, caller));
        var key = operation.takesIdempotencyKey() ? request.header(Operation.IDEMPOTENCY_KEY) : null;
        if (key == null || key.isEmpty() || key.length() > Operation.LONGEST_IDEMPOTENCY_KEY) {   // the contract refuses the latter two
            call.prepare();
            return call.run();
        }
        var who = operation.isOpen() ? "" : caller.subject();   // an open operation has one caller: everybody
        return idempotency.once(new Idempotency.Key(who, request.method(), request.path(), key), request.body(), call);
    }

    private static ObjectNode input(Contract contract, Operation operation, Request request, Map<String, String> pathParameters, Caller caller) {
        var input = contract.input(operation, request, pathParameters);
        if (operation.callerField() != null) {
            input.put(operation.callerField(), caller.subject());
        }
        return input;
    }

    private void limit(Operation operation, Request request) {
        if (operation.rateLimit() == null) {
            return;
        }
        var wait = rateLimits.get(operation.rateLimit()).take(request.remoteAddress());
        if (!wait.isZero()) {
            throw new ProblemException(Problem.of("too-many-requests", 429, "Too many of these requests; Retry-After says when to try again.")
                    .with("Retry-After", String.valueOf(wait.toSeconds() + 1)));
        }
    }

    /** Who calls; null where an open operation is called without a token. A token that is sent is judged even where none is needed. */
    private Caller admit(Operation operation, String authorization, String userId) {
        if (authorization == null) {
            if (operation.isOpen()) {
                return null;
            }
            throw new ProblemException(Problem.of("unauthorized", 401, "A bearer token is needed.").with("WWW-Authenticate", "Bearer"));
        }
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            throw new InvalidToken("The authorization is no bearer token.");
        }
        var caller = tokens.verify(authorization.substring(BEARER.length()).strip());
        if (!operation.allows(caller, caller.subject().equals(userId))) {
            throw new ProblemException(Problem.of("forbidden", 403, "The caller lacks the role."));
        }
        return caller;
    }

    private static Map<String, String> pathParameters(Operation operation, Exchange exchange) {
        var values = new HashMap<String, String>();
        for (var parameter : operation.parameters()) {
            if (parameter.getIn().equals("path")) {
                values.put(parameter.getName(), decoded(exchange.getMessage().getHeader(parameter.getName(), String.class)));
            }
        }
        return values;
    }

    private static String decoded(String segment) {
        try {
            var text = URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
            if (text.indexOf(REPLACEMENT) >= 0 || text.chars().anyMatch(Character::isISOControl)) {
                throw new ProblemException(Problem.invalidRequest(List.of(new FieldError("", "the path has bytes that are no UTF-8, or control characters"))));
            }
            return text;
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.of("malformed-request", 400, "The path is not percent-encoded as it should be."));
        }
    }

    /** One call of an operation: first what needs no transaction, then the work. A body that breaks the contract ends it, with an answer like any other. */
    private final class Call implements Idempotency.Work {

        private final Operation operation;
        private final Exchange exchange;
        private final Supplier<ObjectNode> request;
        private Object input;
        private Answer refusal;

        Call(Operation operation, Exchange exchange, Supplier<ObjectNode> request) {
            this.operation = operation;
            this.exchange = exchange;
            this.request = request;
        }

        @Override
        public void prepare() {
            try {
                input = request.get();
            } catch (ProblemException e) {
                if (e.problem().status() != 400) {
                    throw e;
                }
                refusal = e.problem().answer();
                return;
            }
            if (operation.prepare() != null) {
                input = send(operation.prepare());
            }
        }

        @Override
        public Answer run() {
            if (refusal != null) {
                return refusal;
            }
            return operation.answer(operation.answers(input) ? input : send(operation.id()));
        }

        private Object send(String route) {
            var message = new DefaultMessage(exchange);
            message.setBody(input);
            exchange.setMessage(message);
            producer.send(routes.computeIfAbsent("direct:" + route, getCamelContext()::getEndpoint), exchange);
            if (exchange.getException() != null) {
                throw new RouteFailed(exchange.getException());
            }
            return exchange.getMessage().getBody();
        }
    }

    /** A route that was taken out may come back under another name. */
    private final class Forget extends SimpleEventNotifierSupport {

        Forget() {
            setIgnoreExchangeEvents(true);
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof CamelEvent.RouteRemovedEvent;
        }

        @Override
        public void notify(CamelEvent event) {
            routeIds.clear();
            routes.clear();
        }
    }

    private static final class RouteFailed extends RuntimeException {

        RouteFailed(Exception cause) {
            super(cause);
        }
    }
}
