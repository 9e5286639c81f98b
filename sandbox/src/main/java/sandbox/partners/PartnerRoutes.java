package sandbox.partners;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;

/** The partners: every Camel route under {@code sandbox/routes}, hung into the router of the sandbox's HTTP server. */
public final class PartnerRoutes implements AutoCloseable {

    private static final Pattern PARTNER = Pattern.compile("^platform-http:(?://)?/?partners/([^/?]+).*");

    private final Main main = new Main();
    private volatile Set<String> partners = Set.of();

    /** @param routes the directory of the routes, which they know as {@code {{routes}}} */
    public PartnerRoutes(Path routes, Vertx vertx, Router router) {
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false);
        main.configure().withName("partners").withRoutesIncludePattern("file:" + routes + "/**/*.camel.yaml");
        main.configure().withJmxEnabled(false).withShutdownTimeout(5);
        var properties = new Properties();
        properties.setProperty("routes", routes.toString());
        main.setInitialProperties(properties);
        main.bind("records", new Records());
        main.bind("problems", new Problems());
        main.bind("oncePerIdempotencyKey", new OncePerIdempotencyKey());
        main.bind("replacedAnswer", new ReplacedAnswer());
        var http = new PlatformHttpComponent();
        http.setHeaderFilterStrategy(new AnswerHeaders());
        main.bind("platform-http", http);
        main.bind(VertxPlatformHttpRouter.PLATFORM_HTTP_ROUTER_NAME_ZERO, new SandboxRouter(vertx, router));
    }

    /** @throws Exception when a route is broken; the message names its file */
    public void start() throws Exception {
        main.start();
        var names = new TreeSet<String>();
        main.getCamelContext().getRoutes().forEach(route -> {
            var matcher = PARTNER.matcher(route.getEndpoint().getEndpointUri());
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        });
        partners = names;
    }

    /** The names of the partners: those that have a route under {@code /partners/<name>}; none before the start. */
    public Set<String> partners() {
        return partners;
    }

    @Override
    public void close() {
        main.stop();
    }

    /** The router under the name by which Camel finds one that it did not make. */
    private static final class SandboxRouter extends VertxPlatformHttpRouter {

        SandboxRouter(Vertx vertx, Router router) {
            super(null, vertx, router, PLATFORM_HTTP_ROUTER_NAME_ZERO);
        }

        /** The server has read the body already. */
        @Override
        public Handler<RoutingContext> bodyHandler() {
            return RoutingContext::next;
        }
    }
}
