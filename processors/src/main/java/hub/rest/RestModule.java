package hub.rest;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import hub.events.Transactions;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpConstants;
import org.apache.camel.component.rest.openapi.RestOpenApiComponent;

/** Builds the REST edge from the settings and binds it in a Camel context, before that starts. */
public final class RestModule {

    private final CamelContext camel;

    private RestModule(CamelContext camel) {
        this.camel = camel;
    }

    /** The verifier of bearer tokens, as {@code hub.jwt.*} says. */
    public static Tokens tokens(CamelContext camel) {
        return new RestModule(camel).tokens();
    }

    /** Binds engine, gate, the Vert.x that serves and the bean {@code idempotency}. @return ends the Vert.x, once Camel has stopped */
    public static AutoCloseable bind(CamelContext camel, Transactions transactions, Tokens tokens) {
        return new RestModule(camel).bind(transactions, tokens);
    }

    private Tokens tokens() {
        int timeout = (int) duration("hub.jwt.jwks-timeout").toMillis();
        try {
            return Tokens.of(text("hub.jwt.issuer"), text("hub.jwt.audience"), URI.create(text("hub.jwt.jwks-url")).toURL(),
                    new DefaultResourceRetriever(timeout, timeout, 64 * 1024), duration("hub.jwt.jwks-cache"), duration("hub.jwt.jwks-min-interval"),
                    new Tokens.Memory(duration("hub.jwt.remembered-for"), (int) number("hub.jwt.remembered-most")));
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("hub.jwt.jwks-url is no URL", e);
        }
    }

    private AutoCloseable bind(Transactions transactions, Tokens tokens) {
        var idempotency = new Idempotency(transactions, text("rest.idempotency.secret"), duration("rest.idempotency.retention"),
                duration("rest.idempotency.patience"));
        var registration = new RateLimit(number("rest.rate-limit.registration.per-address"), number("rest.rate-limit.registration.in-all"), System::nanoTime);
        var component = new RestOpenApiComponent(camel);
        var gate = new Gate(tokens, idempotency, Map.of("registration", registration));
        gate.setCamelContext(camel);
        component.setRestOpenapiProcessorStrategy(gate);
        camel.addComponent("rest-openapi", component);
        camel.getRegistry().bind("idempotency", idempotency);
        camel.getRegistry().bind(PlatformHttpConstants.PLATFORM_HTTP_ENGINE_NAME, new RestEngine());
        var vertx = Servers.vertx((int) number("rest.workers"), duration("rest.idle-timeout"), camel::isStarted);
        camel.getRegistry().bind("vertx", vertx);
        return () -> vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private String text(String property) {
        return camel.resolvePropertyPlaceholders("{{" + property + "}}");
    }

    private double number(String property) {
        return read(property, Double::parseDouble);
    }

    private Duration duration(String property) {
        return read(property, value -> camel.getTypeConverter().convertTo(Duration.class, value));
    }

    private <T> T read(String property, Function<String, T> reader) {
        try {
            return reader.apply(text(property));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException(property + " cannot be read: " + e.getMessage(), e);
        }
    }
}
