package hub.operations.console;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.operations.Problem;
import hub.operations.Reply;
import io.vertx.core.Handler;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.StaticHandler;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** hawtio's pages at {@code /hawtio/}, with what they ask of a server: who is logged in and how one does that, and Jolokia. The pages themselves are open. */
final class Hawtio {

    private static final String PATH = "/hawtio";
    private static final String PAGES = "hawtio-static";
    private static final int MAX_BODY_BYTES = 64 * 1024;
    /** hawtio's editor and its pages style themselves; nothing is loaded from elsewhere. */
    private static final String CONTENT_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:; "
            + "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
    /** What hawtio may be set up to have and is not here. */
    private static final Map<String, JsonNode> ABSENT = Map.of("/keycloak/enabled", Json.read("false"), "/proxy/enabled", Json.read("false"), "/plugin", Json.read("[]"),
            "/preset-connections", Json.read("[]"));
    private static final JsonNode LOG_IN = Json.read("""
            [{"method": "form", "name": "hub", "url": "/ops/login", "logoutUrl": "/hawtio/auth/logout", "type": "json", "userField": "username", "passwordField": "password"}]""");

    private final Sessions sessions;
    private final JolokiaCalls jolokia;
    private final Duration idle;
    private final Clock clock;

    Hawtio(Sessions sessions, JolokiaCalls jolokia, Duration idle, Clock clock) {
        this.sessions = sessions;
        this.jolokia = jolokia;
        this.idle = idle;
        this.clock = clock;
    }

    /** @param gate lets in who may read */
    void addTo(Router router, Handler<RoutingContext> gate) {
        router.get(PATH).handler(context -> {
            if (context.request().path().equals(PATH)) {
                redirect(context, PATH + "/");
            } else {
                context.next();   // with a slash already
            }
        });
        router.route(PATH + "/*").handler(context -> {
            context.response().putHeader("Content-Security-Policy", CONTENT_POLICY);
            context.next();
        });
        router.route(PATH + "/jolokia/*").handler(gate);
        router.route(PATH + "/jolokia/*").handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES)).handler(jolokia);
        router.get(PATH + "/user").handler(context -> {
            if (sessions.isOpen(context)) {
                gate.handle(context);
            } else {
                Problem.of("unauthorized", 401, "Nobody is logged in.").send(context);
            }
        }).handler(context -> Reply.json(200, Json.MAPPER.getNodeFactory().textNode(context.user().principal().getString("username"))).send(context));
        router.get(PATH + "/auth/config/login").handler(context -> Reply.json(200, LOG_IN).send(context));
        router.get(PATH + "/auth/config/session-timeout").handler(context -> Reply.json(200,
                Json.MAPPER.createObjectNode().put("timeout", idle.toSeconds()).put("now", clock.millis()).put("req", clock.millis())).send(context));
        router.get(PATH + "/refresh").handler(gate).handler(context -> context.response().setStatusCode(204).end());
        router.get(PATH + "/auth/logout").handler(context -> {
            sessions.end(context);
            redirect(context, PATH + "/");
        });
        ABSENT.forEach((path, answer) -> router.get(PATH + path).handler(context -> Reply.json(200, answer).send(context)));
        for (var path : List.of("/auth/*", "/keycloak/*", "/proxy/*")) {
            router.route(PATH + path).handler(context -> Problem.of("not-found", 404, "There is nothing at this path.").send(context));
        }
        router.get(PATH + "/static/*").handler(StaticHandler.create(PAGES + "/static"));   // named by their content
        router.get(PATH + "/*").handler(StaticHandler.create(PAGES).setCachingEnabled(false));
        // its pages have addresses of their own
        router.get(PATH + "/*").handler(context -> context.response().putHeader("Content-Type", "text/html;charset=UTF-8").sendFile(PAGES + "/index.html"));
    }

    private static void redirect(RoutingContext context, String path) {
        context.response().setStatusCode(302).putHeader("Location", path).end();
    }
}
