package sandbox.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import sandbox.backends.Backends;
import sandbox.backends.ProxiedBackend;
import sandbox.issuer.TokenIssuer;
import sandbox.partners.Fault;
import sandbox.partners.Faults;
import sandbox.partners.PartnerGate;

/** The sandbox's own HTTP interface: health, fault switches and token issuer, and the gate to the partners. */
public final class Api {

    private final Backends backends;
    private final PartnerGate partners;
    private final Faults faults;
    private final TokenIssuer issuer;
    private final BooleanSupplier ready;

    /** @param ready whether everything has started */
    public Api(Backends backends, PartnerGate partners, Faults faults, TokenIssuer issuer, BooleanSupplier ready) {
        this.backends = backends;
        this.partners = partners;
        this.faults = faults;
        this.issuer = issuer;
        this.ready = ready;
    }

    private record Outage(boolean down) {
    }

    private record Token(String token) {
    }

    /** Adds everything to the router, which must hold no partner's route yet. */
    public void addTo(Router router) {
        router.route("/partners/*").handler(partners::handle);
        add(router, HttpMethod.GET, "/health", this::health);
        add(router, HttpMethod.GET, "/faults", context -> Answers.json(context, 200, all()));
        add(router, HttpMethod.DELETE, "/faults", this::restoreEverything);
        add(router, HttpMethod.PUT, "/faults/:partner", context -> onPartner(context, this::setFault));
        add(router, HttpMethod.DELETE, "/faults/:partner", context -> onPartner(context, this::clearFault));
        add(router, HttpMethod.PUT, "/faults/backends/:backend", context -> onBackend(context, this::setOutage));
        add(router, HttpMethod.DELETE, "/faults/backends/:backend", context -> onBackend(context, Api::endOutage));
        add(router, HttpMethod.GET, "/issuer/jwks", context -> Answers.json(context, 200, issuer.publicKeys()));
        add(router, HttpMethod.POST, "/issuer/rotate", this::rotate);
        add(router, HttpMethod.POST, "/issuer/token", this::token);
    }

    private static void add(Router router, HttpMethod method, String path, Handler<RoutingContext> handler) {
        router.route(method, path).blockingHandler(context -> {
            try {
                handler.handle(context);
            } catch (IllegalArgumentException e) {
                Answers.problem(context, 400, "Invalid request", e.getMessage());
            }
        }, false);
    }

    private void health(RoutingContext context) {
        boolean up = ready.getAsBoolean();
        var states = new TreeMap<String, String>();
        backends.list().forEach(backend -> states.put(backend.name(), backend.isDown() ? "DOWN" : "UP"));
        Answers.json(context, up ? 200 : 503,
                Map.of("status", up ? "UP" : "STARTING", "backends", states, "partners", partners.partners()));
    }

    private Map<String, Object> all() {
        var outages = new TreeMap<String, Outage>();
        backends.list().forEach(backend -> outages.put(backend.name(), new Outage(backend.isDown())));
        return Map.of("backends", outages, "partners", faults.all());
    }

    private void restoreEverything(RoutingContext context) {
        faults.clear();
        backends.restoreAll();
        Answers.noContent(context);
    }

    private interface OnPartner {
        void handle(RoutingContext context, String partner);
    }

    private void onPartner(RoutingContext context, OnPartner action) {
        String partner = context.pathParam("partner");
        if (partners.knows(partner)) {
            action.handle(context, partner);
        } else {
            Answers.problem(context, 404, "Unknown partner", "There is no partner " + partner + "; there are " + partners.partners());
        }
    }

    private void setFault(RoutingContext context, String partner) {
        Fault fault = Answers.body(context, Fault.class);
        faults.set(partner, fault);
        Answers.json(context, 200, fault);
    }

    private void clearFault(RoutingContext context, String partner) {
        faults.clear(partner);
        Answers.noContent(context);
    }

    private interface OnBackend {
        void handle(RoutingContext context, ProxiedBackend backend);
    }

    private void onBackend(RoutingContext context, OnBackend action) {
        ProxiedBackend backend = backends.find(context.pathParam("backend"));
        if (backend != null) {
            action.handle(context, backend);
        } else {
            Answers.problem(context, 404, "Unknown backend", "There is no backend " + context.pathParam("backend") + "; there are "
                    + backends.list().stream().map(ProxiedBackend::name).toList());
        }
    }

    private void setOutage(RoutingContext context, ProxiedBackend backend) {
        Outage outage = Answers.body(context, Outage.class);
        backend.setDown(outage.down());
        Answers.json(context, 200, outage);
    }

    private static void endOutage(RoutingContext context, ProxiedBackend backend) {
        backend.setDown(false);
        Answers.noContent(context);
    }

    private void rotate(RoutingContext context) {
        try {
            issuer.rotate();
            Answers.json(context, 200, issuer.publicKeys());
        } catch (IOException e) {
            context.fail(e);
        }
    }

    private void token(RoutingContext context) {
        Answers.json(context, 200, new Token(issuer.token(Answers.body(context, TokenIssuer.Request.class))));
    }
}
