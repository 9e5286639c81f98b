package hub.operations.console;

import hub.operations.Problem;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.net.URI;

/**
 * Refuses what a page of another origin would have a logged-in browser do. Browsers send the cookie to all ports of a host ({@code SameSite} knows no ports),
 * so each request that acts is asked where it comes from: by {@code Sec-Fetch-Site}, and by {@code Origin} where a browser does not send that, over plain HTTP
 * from another machine. What has neither comes from no browser.
 */
final class SameOrigin implements Handler<RoutingContext> {

    private static final Problem FOREIGN = Problem.of("foreign-origin", 403, "A page of another origin may not act for whoever is logged in here.");

    @Override
    public void handle(RoutingContext context) {
        var method = context.request().method();
        if (method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD) || isOwn(context)) {
            context.next();
        } else {
            FOREIGN.send(context);
        }
    }

    private static boolean isOwn(RoutingContext context) {
        var site = context.request().getHeader("Sec-Fetch-Site");
        if (site != null) {
            return site.equals("same-origin") || site.equals("none");
        }
        var origin = context.request().getHeader("Origin");
        return origin == null || isAuthority(origin, context.request().getHeader("Host"));
    }

    private static boolean isAuthority(String origin, String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getAuthority());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
