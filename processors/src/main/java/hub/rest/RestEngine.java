package hub.rest;

import io.vertx.ext.web.Router;
import org.apache.camel.Processor;
import org.apache.camel.component.platform.http.PlatformHttpEndpoint;
import org.apache.camel.component.platform.http.spi.PlatformHttpConsumer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpEngine;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * Serves the REST port. The stock engine does not find its router when the REST port is not 8080 and a management port is open too; this
 * one knows its port from {@code camel.server.port}, puts {@link Edge} around every consumer, and problems behind all of them.
 */
public final class RestEngine extends VertxPlatformHttpEngine {

    private boolean fallbacksInstalled;
    private volatile int port;

    /** Camel asks at every step of every traced message, so the property is resolved once. */
    @Override
    public int getServerPort() {
        if (port == 0) {
            port = Integer.parseInt(getCamelContext().resolvePropertyPlaceholders("{{camel.server.port:8080}}"));
        }
        return port;
    }

    @Override
    public synchronized PlatformHttpConsumer createConsumer(PlatformHttpEndpoint endpoint, Processor processor) {
        if (!fallbacksInstalled) {
            Fallbacks.on(outermostRouter());
            fallbacksInstalled = true;
        }
        return super.createConsumer(endpoint, new Edge(endpoint.getPath(), processor));
    }

    /** Camel shows its inner router only; unknown paths and malformed requests end in the outer one, which handles the server's requests. */
    private Router outermostRouter() {
        var inner = VertxPlatformHttpRouter.lookup(getCamelContext(), VertxPlatformHttpRouter.getRouterNameFromPort(getServerPort()));
        return (Router) inner.getServer().getServer().requestHandler();
    }
}
