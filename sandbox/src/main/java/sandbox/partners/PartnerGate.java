package sandbox.partners;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import sandbox.http.Answers;

/**
 * Stands in front of the routes of all partners and does what they have in common: it lists the calls received and lets
 * faults happen, so that a partner's route shows only its behaviour.
 */
public final class PartnerGate {

    /** Tells {@link ReplacedAnswer} which status to answer with after the call took effect. */
    static final String REPLACED_STATUS = "Sandbox-Replaced-Status";
    /** Tells a partner that takes batches which items to refuse: their ids, separated by commas. */
    public static final String REFUSED_ITEMS = "Sandbox-Refused-Items";

    private static final String PREFIX = "/partners/";

    private final Supplier<Set<String>> partners;
    private final Faults faults;
    private final Map<String, Calls> calls = new ConcurrentHashMap<>();

    /** @param partners the names of all partners at present */
    public PartnerGate(Supplier<Set<String>> partners, Faults faults) {
        this.partners = partners;
        this.faults = faults;
    }

    /** Whether there is a partner of this name. */
    public boolean knows(String partner) {
        return partners().contains(partner);
    }

    /** The names of all partners. */
    public Set<String> partners() {
        return partners.get();
    }

    /** Lists, records, breaks or passes on a call under {@code /partners/}; its body has been read. */
    public void handle(RoutingContext context) {
        String address = context.request().path();
        String[] path = address.startsWith(PREFIX) ? address.substring(PREFIX.length()).split("/", 2) : new String[] {""};
        String partner = path[0];
        if (!knows(partner)) {
            Answers.problem(context, 404, "Unknown partner", "There is no partner " + (partner.isEmpty() ? "without a name" : partner) + "; there are " + partners());
        } else if (path.length == 2 && path[1].equals("calls")) {
            answerCalls(context, callsOf(partner));
        } else {
            receive(context, partner);
        }
    }

    private Calls callsOf(String partner) {
        return calls.computeIfAbsent(partner, absent -> new Calls());
    }

    private static void answerCalls(RoutingContext context, Calls calls) {
        if (context.request().method() == HttpMethod.GET) {
            Answers.json(context, 200, calls.list());
        } else if (context.request().method() == HttpMethod.DELETE) {
            calls.clear();
            Answers.noContent(context);
        } else {
            context.response().putHeader("Allow", "GET, DELETE");
            Answers.problem(context, 405, "Method not allowed", "The calls of a partner can be read and emptied.");
        }
    }

    private void receive(RoutingContext context, String partner) {
        var call = new Call(context);
        callsOf(partner).add(call);
        context.addHeadersEndHandler(answering -> call.answered(context.response().getStatusCode()));
        context.request().headers().remove(REPLACED_STATUS).remove(REFUSED_ITEMS);

        Optional<Fault> fault = faults.hit(partner, context.request().path());
        if (fault.isEmpty()) {
            context.next();
        } else if (fault.get().latencyMs() != null && fault.get().latencyMs() > 0) {
            context.vertx().setTimer(fault.get().latencyMs(), over -> misbehave(context, fault.get()));
        } else {
            misbehave(context, fault.get());
        }
    }

    private static void misbehave(RoutingContext context, Fault fault) {
        if (!fault.afterApply()) {
            if (fault.losesAnswer()) {
                context.request().connection().close();
                return;
            }
            if (fault.status() != null) {
                Answers.problem(context, fault.status(), "Fault", "A fault is set for this partner.");
                return;
            }
        }
        if (fault.refuseItems() != null) {
            context.request().headers().set(REFUSED_ITEMS, String.join(",", fault.refuseItems()));
        }
        if (fault.afterApply() && fault.losesAnswer()) {
            context.addHeadersEndHandler(answering -> context.request().connection().close());
        } else if (fault.afterApply()) {
            context.request().headers().set(REPLACED_STATUS, fault.status().toString());
        }
        context.next();
    }
}
