package hub.operations.console;

import hub.operations.Operator;
import io.vertx.core.Vertx;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.User;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.SessionHandler;
import io.vertx.ext.web.sstore.LocalSessionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** Who is logged in at this hub, by a cookie. A session ends when it is not used, when it is old, and when its user is changed or taken away. */
public final class Sessions implements AutoCloseable {

    /** How a session is kept. @param idle without a request it ends after this @param lifetime and after this in any case @param most at once @param tls whether the cookie is for TLS alone */
    public record Keeping(Duration idle, Duration lifetime, int most, boolean tls) { }

    private static final String SINCE = "since";
    private static final String HASH = "hash";
    private static final String ENDED_HERE = "hub.session.ended";
    private final String cookie;
    private final Users users;
    private final Keeping keeping;
    private final Clock clock;
    private final LocalSessionStore store;
    private final SessionHandler plain;
    private final SessionHandler secure;

    /** @param cookie a name of this hub's own: browsers send the cookies of all ports of a host */
    Sessions(Vertx vertx, String cookie, Users users, Keeping keeping, Clock clock) {
        this.cookie = cookie;
        this.users = users;
        this.keeping = keeping;
        this.clock = clock;
        this.store = LocalSessionStore.create(vertx, cookie);
        this.plain = handler(false);
        this.secure = handler(true);
    }

    private SessionHandler handler(boolean tls) {
        return SessionHandler.create(store).setSessionCookieName(cookie).setCookieHttpOnlyFlag(true).setCookieSameSite(CookieSameSite.STRICT).setCookieSecureFlag(tls)
                .setSessionTimeout(keeping.idle().toMillis()).setMinLength(32).setLazySession(true);
    }

    /** Looks up sessions for all that is added to the router later. */
    void addTo(Router router) {
        router.route().handler(context -> {
            context.addHeadersEndHandler(done -> leaveCookie(context));   // after what the session's handler adds now: the last comes first
            (keeping.tls() || context.request().isSSL() ? secure : plain).handle(context);
        });
    }

    /** A request that was under way when its session ended takes no cookie away: it may be the one of the next log-in by now. */
    private void leaveCookie(RoutingContext context) {
        if (context.get(ENDED_HERE) == null && context.session() != null && context.session().isDestroyed()) {
            context.response().removeCookie(cookie, false);
        }
    }

    /** Whether there is a session, of whomever. */
    public boolean isOpen(RoutingContext context) {
        return context.user() != null;
    }

    /** Who is logged in; empty where that is over. Reads a file. */
    public Optional<Operator> operator(RoutingContext context) {
        var session = context.user();
        if (session == null || clock.instant().isAfter(Instant.ofEpochMilli(session.<Long>get(SINCE)).plus(keeping.lifetime()))) {
            return Optional.empty();
        }
        return Optional.ofNullable(users.all().get(session.principal().getString("username"))).filter(user -> user.hash().equals(session.get(HASH))).map(Sessions::operator);
    }

    /** Moves the end of an idle session on. */
    public void used(RoutingContext context) {
        context.session();
    }

    /** Begins a session, under an id that nobody has seen. @return false where there are too many */
    @SuppressWarnings("deprecation")   // what Vert.x 5 has instead is internal in Vert.x 4
    boolean begin(RoutingContext context, Users.User user) {
        if (store.size().result() >= keeping.most()) {
            return false;
        }
        var since = new JsonObject().put(SINCE, clock.millis()).put(HASH, user.hash());
        context.setUser(User.create(new JsonObject().put("username", user.name()), since));
        context.session().regenerateId();
        return true;
    }

    /** Ends the session, if there is one. */
    void end(RoutingContext context) {
        if (isOpen(context)) {
            context.put(ENDED_HERE, true);
            context.session().destroy();
        }
    }

    static Operator operator(Users.User user) {
        return new Operator(user.name(), Set.of(user.role()));
    }

    @Override
    public void close() {
        store.close();
    }
}
