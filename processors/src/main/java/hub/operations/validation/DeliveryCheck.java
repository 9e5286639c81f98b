package hub.operations.validation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What runs inside the transaction of a delivery stays on its thread, is retried by nobody else and calls no partner.
 *
 * <p>That is all below a subscription with a local effect, and all below a {@code settle}, through direct calls and kamelets. Below {@code sqs-worker} and
 * {@code table-changes}, where there is no transaction, steps end only when the work is done, because what they got is acknowledged then.
 */
final class DeliveryCheck {

    private static final Set<String> OTHER_THREAD = Set.of("threads", "wireTap", "aggregate", "resequence");
    private static final Set<String> FAN_OUT = Set.of("multicast", "split", "recipientList");
    /** Ends its steps before the work is done. */
    private static final Set<String> UNFINISHED = Set.of("aggregate", "resequence");
    private static final Set<String> OF_SUBSCRIBERS = Set.of("failures.retry.delays.", "failures.attempts.");
    private static final Set<String> QUEUES = Set.of("seda", "vm", "disruptor", "disruptor-vm");
    private static final Set<String> REDELIVERY = Set.of("onException", "defaultErrorHandler", "deadLetterChannel", "refErrorHandler",
            "jtaTransactionErrorHandler", "springTransactionErrorHandler", "redeliveryPolicy");

    private final Sources sources;
    private final Faults faults;

    /** What messages are given to. @param transaction whether all of it is in one */
    private record Receiver(String name, boolean transaction) {

        @Override
        public String toString() {
            return name;
        }
    }

    DeliveryCheck(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check() {
        var subscribers = new HashMap<String, Element>();
        var consumers = new HashMap<String, Element>();
        for (var route : sources.routes()) {
            var input = route.input();
            if (input.isKamelet("event-subscription")) {
                requireUnique(input, "subscriber", subscribers);
                checkRebuild(input);
                if (effect(input).equals("local")) {
                    inspectRoute(route, new Receiver("the delivery to '" + input.option("subscriber").orElse("?") + "'", true), new HashSet<>());
                }
            }
            if (input.isKamelet("sqs-worker")) {
                inspectRoute(route, new Receiver("the worker of '" + input.option("queue").orElse("?") + "'", false), new HashSet<>());
            }
            if (input.isKamelet("table-changes")) {
                requireUnique(input, "consumer", consumers);
                inspectRoute(route, new Receiver("the changes of '" + input.option("table").orElse("?") + "'", false), new HashSet<>());
            }
        }
        checkSettings(subscribers.keySet());
        for (var in : sources.definitions()) {
            in.endpoints().filter(use -> use.isKamelet("settle")).forEach(use -> inspectSettle(use, new Receiver("the transaction of settle", true)));
            in.body().items().forEach(top -> top.find("onException").ifPresent(at ->
                    faults.add(at, "an onException for all routes would handle what deliveries must see; put it into a routeConfiguration")));
        }
    }

    /** A setting of a subscriber that there is not would be heeded by nobody. */
    private void checkSettings(Set<String> subscribers) {
        for (var property : sources.settings().all()) {
            for (var of : OF_SUBSCRIBERS) {
                var name = property.name().startsWith(of) ? property.name().substring(of.length()) : null;
                if (name != null && !subscribers.contains(name)) {
                    faults.add(property.file(), property.line(), "there is no subscriber '" + name + "'" + Suggestion.of(name, subscribers));
                }
            }
        }
    }

    private void requireUnique(Endpoint input, String option, Map<String, Element> seen) {
        input.option(option).filter(name -> !Endpoint.open(name)).ifPresent(name -> {
            var at = input.place(option);
            var earlier = seen.putIfAbsent(name, at);
            if (earlier != null) {
                faults.add(at, option + " '" + name + "' is already taken at " + earlier.file() + ":" + earlier.line());
            }
        });
    }

    private String effect(Endpoint input) {
        return input.option("effect")
                .or(() -> Optional.ofNullable(sources.kamelets().get("event-subscription"))
                        .flatMap(kamelet -> Optional.ofNullable(kamelet.parameters().get("effect"))).flatMap(effect -> effect.text("default")))
                .orElse("local");
    }

    /** A model is cleared by a route, in one transaction with the claims; and only where replays may reach the effect. */
    private void checkRebuild(Endpoint input) {
        input.option("rebuild").filter(rebuild -> !rebuild.isEmpty() && !Endpoint.open(rebuild)).ifPresent(rebuild -> {
            var at = input.place("rebuild");
            if (effect(input).equals("partner")) {
                faults.add(at, "only a local effect can be rebuilt; an effect on a partner cannot be cleared in the hub's transaction");
            }
            if (input.option("replay").filter("skip"::equals).isPresent()) {
                faults.add(at, "a subscriber with replay: skip cannot be rebuilt, for a rebuild is a replay");
            }
            var clearing = rebuild.startsWith("direct:") ? sources.routes().stream().filter(route -> route.input().directName().equals(rebuild.substring("direct:".length()))).toList() : null;
            if (clearing == null) {
                faults.add(at, "rebuild has to name a route, as direct:clear-counts");
            } else if (clearing.isEmpty() && sources.allRoutesRead()) {
                faults.add(at, "no route begins with " + rebuild);
            } else {
                clearing.forEach(route -> inspectRoute(route, new Receiver("the transaction that clears the model of '" + input.option("subscriber").orElse("?") + "'", true), new HashSet<>()));
            }
        });
    }

    private void inspectRoute(Definition.Route route, Receiver delivery, Set<Element> seen) {
        if (delivery.transaction() || route.input().isKamelet("sqs-worker") || route.input().isKamelet("table-changes")) {
            inspectErrorHandling(route, delivery);
        }
        inspect(route.in(), route.from(), delivery, seen);
    }

    private void inspectErrorHandling(Definition.Route route, Receiver delivery) {
        route.at().find("errorHandler").filter(handler -> handler.find("noErrorHandler").isEmpty())
                .ifPresent(handler -> refuse(handler, "an error handler retries or handles inside", delivery));
        route.at().find("routeConfigurationId").filter(id -> handlesErrors(id.text()))
                .ifPresent(id -> refuse(id, "route configuration '" + id.text() + "' retries or handles errors inside", delivery));
    }

    private boolean handlesErrors(String configuration) {
        return sources.definitions().stream().flatMap(in -> in.body().items().stream())
                .flatMap(top -> top.find("routeConfiguration").stream())
                .filter(found -> found.text("id").filter(configuration::equals).isPresent())
                .flatMap(Element::descendants).anyMatch(at -> REDELIVERY.contains(at.key()));
    }

    private void inspect(Definition in, Element steps, Receiver delivery, Set<Element> seen) {
        if (!seen.add(steps)) {
            return;
        }
        steps.descendants().filter(at -> !at.within("parameters")).forEach(at -> {
            why(at, delivery).ifPresent(why -> refuse(at, why, delivery));
            Endpoint.of(in, at).filter(use -> !use.consumer()).forEach(use -> inspectCall(use, delivery, seen));
        });
    }

    private static Optional<String> why(Element at, Receiver delivery) {
        var name = at.key();
        if (!at.ancestors().findFirst().map(Element::key).orElse("").isEmpty()) {
            return Optional.empty();
        }
        if (!delivery.transaction()) {
            return UNFINISHED.contains(name) ? Optional.of("'" + name + "' ends before the work is done, in") : Optional.empty();
        }
        if (OTHER_THREAD.contains(name) || FAN_OUT.contains(name) && (at.flag("parallelProcessing") || at.find("executorService").isPresent())
                || name.equals("delay") && !at.text("asyncDelayed").filter("false"::equals).isPresent()
                || name.equals("throttle") && at.flag("asyncDelayed")
                || name.equals("circuitBreaker") && at.descendants().anyMatch(below -> below.flag("timeoutEnabled"))) {
            return Optional.of("'" + name + "' leaves the thread of");
        }
        return name.equals("transacted") ? Optional.of("'transacted' opens a second transaction inside") : Optional.empty();
    }

    private void inspectCall(Endpoint use, Receiver delivery, Set<Element> seen) {
        if (QUEUES.contains(use.scheme())) {
            refuse(use.at(), use.scheme() + (delivery.transaction() ? ": leaves the thread of" : ": ends before the work is done, in"), delivery);
        } else if (delivery.transaction() && (use.isKamelet("partner-call") || Set.of("http", "https").contains(use.scheme()))) {
            refuse(use.at(), "a partner is called inside", new Receiver(delivery + "; use effect: partner", true));
        } else if (!use.directName().isEmpty()) {
            sources.routes().stream().filter(route -> route.input().directName().equals(use.directName()))
                    .forEach(route -> inspectRoute(route, delivery, seen));
        } else if (!use.kameletName().isEmpty()) {
            inspectTemplate(use, delivery, seen);
        }
    }

    private void inspectTemplate(Endpoint use, Receiver delivery, Set<Element> seen) {
        sources.template(use.kameletName()).map(template -> template.usedBy(use)).flatMap(used -> used.routes().stream().findFirst())
                .ifPresent(route -> inspectRoute(route, delivery, seen));
    }

    private void inspectSettle(Endpoint use, Receiver delivery) {
        use.at().find("steps").ifPresent(steps -> inspect(use.in(), steps, delivery, new HashSet<>()));
        inspectTemplate(use, delivery, new HashSet<>());
    }

    private void refuse(Element at, String why, Receiver delivery) {
        faults.add(at, why + " " + delivery);
    }
}
