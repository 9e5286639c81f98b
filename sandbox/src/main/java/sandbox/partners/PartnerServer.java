package sandbox.partners;

import io.vertx.ext.web.Router;
import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.PlatformHttpComponent;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.main.Main;

/** The HTTP server of the sandbox, and the partners behind it: every Camel route under {@code sandbox/routes}. */
public final class PartnerServer implements AutoCloseable {

    private static final Pattern PARTNER = Pattern.compile("^platform-http:(?://)?/?partners/([^/?]+).*");

    private final Main main = new Main();
    private final int port;

    /** @param routes the directory of the routes, which they know as {@code {{routes}}} */
    public PartnerServer(Path routes, int port) {
        this.port = port;
        main.setDefaultPropertyPlaceholderLocation("false");
        main.configure().withAutoConfigurationEnvironmentVariablesEnabled(false);
        main.configure().withName("partners").withRoutesIncludePattern("file:" + routes + "/**/*.camel.yaml");
        main.configure().withJmxEnabled(false).withShutdownTimeout(5);
        main.configure().httpServer().withEnabled(true).withHost("127.0.0.1").withPort(port);
        var properties = new Properties();
        properties.setProperty("routes", routes.toString());
        main.setInitialProperties(properties);
        main.bind("problems", new Problems());
        main.bind("records", new Records());
        main.bind("oncePerIdempotencyKey", new OncePerIdempotencyKey());
        main.bind("replacedAnswer", new ReplacedAnswer());
        var http = new PlatformHttpComponent();
        http.setHeaderFilterStrategy(new AnswerHeaders());
        main.bind("platform-http", http);
    }

    /** @throws Exception when a route is broken; the message names its file */
    public void start() throws Exception {
        main.start();
    }

    /** The router that the routes hang in; handlers with a negative order come before them. */
    public Router router() {
        return VertxPlatformHttpRouter.lookup(context(), VertxPlatformHttpRouter.getRouterNameFromPort(port));
    }

    /** The names of the partners: those that have a route under {@code /partners/<name>}. */
    public Set<String> partners() {
        var names = new TreeSet<String>();
        context().getRoutes().forEach(route -> {
            var matcher = PARTNER.matcher(route.getEndpoint().getEndpointUri());
            if (matcher.matches()) {
                names.add(matcher.group(1));
            }
        });
        return names;
    }

    private CamelContext context() {
        return main.getCamelContext();
    }

    @Override
    public void close() {
        main.stop();
    }
}
