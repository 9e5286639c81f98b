package hub.operations.reload;

import hub.camel.Schedules;
import hub.operations.reload.Reload.Broken;
import hub.operations.reload.Reload.NotQuiet;
import hub.operations.reload.Reload.Outcome;
import hub.operations.reload.Reload.Undone;
import hub.operations.reload.RouteFile.Declared;
import hub.operations.reload.Routes.StillBusy;
import hub.operations.validation.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces routes of a running context, all of a change or none: has the old ones finish what is in flight, takes them out, puts the new ones in, and starts them, unless an operator had stopped
 * them. Whoever calls one of them meanwhile waits. Where the new ones cannot be loaded or started, the old ones are put in again.
 */
public final class Swap {

    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);
    private final Routes routes;
    private final Schedules schedules;
    private final Duration patience;
    private volatile boolean ending;
    private volatile boolean underWay;

    /** How a route was. @param source whether the kamelet ran that it begins with @param autoStartup as its file has it */
    private record Was(boolean running, boolean source, boolean autoStartup) { }

    /** @param patience how long all old routes together may take to come to the end of their work */
    public Swap(CamelContext camel, Schedules schedules, Duration patience) {
        this.routes = new Routes(camel);
        this.schedules = schedules;
        this.patience = patience;
    }

    /** Gives up what is under way where that still waits for old routes. */
    void end() {
        ending = true;
    }

    boolean isUnderWay() {
        return underWay;
    }

    /** @return why not; empty where it is done */
    Optional<Outcome> replace(Change change) {
        boolean scheduled = Stream.of(change.before(), change.after()).flatMap(files -> Change.routes(files).stream()).anyMatch(Declared::isScheduled);
        underWay = true;
        try {
            if (scheduled) {
                schedules.hold();
            }
            return new Turn(change, scheduled).replace();
        } finally {
            if (scheduled && !ending) {
                schedules.goOn();
            }
            underWay = false;
        }
    }

    /** Those that nobody calls, and then each after its callers. */
    static List<Declared> inOrder(List<Declared> all) {
        var ordered = new ArrayList<Declared>();
        var seen = new HashSet<Declared>();
        Stream.concat(all.stream().filter(Declared::isCalled), all.stream().filter(route -> !route.isCalled())).forEach(route -> visit(route, all, seen, ordered));
        Collections.reverse(ordered);
        return ordered;
    }

    private static void visit(Declared route, List<Declared> all, Set<Declared> seen, List<Declared> ordered) {
        if (seen.add(route)) {
            all.stream().filter(other -> route.calls().contains(other.input())).forEach(called -> visit(called, all, seen, ordered));
            ordered.add(route);
        }
    }

    /** One change on its way. */
    private final class Turn {

        private final Change change;
        private final boolean scheduled;
        private final List<Declared> before;
        private final List<Declared> after;
        private final Map<String, Was> was = new HashMap<>();
        private final Set<String> subscribers;
        private final Set<String> theirSubscribers;

        Turn(Change change, boolean scheduled) {
            this.change = change;
            this.scheduled = scheduled;
            this.before = Change.routes(change.before());
            this.after = Change.routes(change.after());
            before.forEach(route -> was.put(route.id(),
                    new Was(routes.isRunning(route.id()), routes.source(route.id()).map(routes::isRunning).orElse(true), routes.startsByItself(route.id()))));
            this.subscribers = routes.subscribers();
            this.theirSubscribers = routes.subscribers(before);
        }

        Optional<Outcome> replace() {
            var stopped = new ArrayList<String>();
            try {
                stop(stopped);
            } catch (Exception e) {
                return Optional.of(notStopped(stopped, e));
            }
            try {
                routes.remove(ids(before));
                put(change.after(), after);
                forget(theirSubscribers, routes.subscribers(after));
                routes.unbind(Change.beans(change.before()), Change.beans(change.after()));
                return Optional.empty();
            } catch (Exception e) {
                LOG.warn("the new routes of {} do not run; the old ones are put in again", change.files(), e);
                return Optional.of(undone(e));
            }
        }

        private void stop(List<String> stopped) throws Exception {
            long until = System.nanoTime() + patience.toNanos();
            BooleanSupplier givenUp = () -> ending || System.nanoTime() - until > 0;
            for (var route : inOrder(before)) {
                for (var id : Stream.concat(routes.source(route.id()).stream(), Stream.of(route.id())).filter(routes::isRunning).toList()) {
                    stopped.add(id);
                    routes.stop(id, givenUp);
                }
            }
        }

        private Outcome notStopped(List<String> stopped, Exception why) {
            Collections.reverse(stopped);
            try {
                for (var id : stopped) {
                    routes.goOn(id);
                }
            } catch (Exception e) {
                return broken(e);
            }
            return why instanceof StillBusy busy ? new NotQuiet(busy.route(), patience) : new Undone(fault(why));
        }

        /** First those that are called. What a kamelet takes in for a route that has not started yet waits, or comes again. */
        private void put(Map<String, String> files, List<Declared> declared) throws Exception {
            routes.load(files);
            var order = inOrder(declared);
            Collections.reverse(order);
            for (var route : order) {
                var source = routes.source(route.id());
                if (source.isPresent() && was.containsKey(route.id()) && !was.get(route.id()).source()) {
                    routes.stop(source.get(), () -> false);
                }
                if (runs(route)) {
                    start(route, files);
                }
            }
            routes.requireQueues();
            if (scheduled) {
                schedules.follow();
            }
        }

        private void start(Declared route, Map<String, String> files) throws InFile {
            try {
                routes.start(route.id());
            } catch (Exception e) {
                throw new InFile(Change.file(files, route), e);
            }
        }

        /** As its file says, unless an operator had started or stopped it. */
        private boolean runs(Declared route) {
            var earlier = was.get(route.id());
            return earlier == null || earlier.running() == earlier.autoStartup() ? routes.startsByItself(route.id()) : earlier.running();
        }

        private Outcome undone(Exception why) {
            var fault = fault(why);
            try {
                routes.remove(ids(after));
                routes.remove(routes.loaded());
                put(change.before(), before);
                forget(routes.subscribers(), subscribers);
                return new Undone(fault);
            } catch (Exception e) {
                return broken(e);
            }
        }

        private Outcome broken(Exception why) {
            LOG.error("the old routes of {} could not be put in again", change.files(), why);
            return new Broken(innermost(why));
        }

        private Fault fault(Exception why) {
            return new Fault(Path.of(why instanceof InFile in ? in.file() : change.files().first()), 1, "Camel cannot run it: " + innermost(why));
        }
    }

    private void forget(Set<String> some, Set<String> others) {
        some.stream().filter(subscriber -> !others.contains(subscriber)).forEach(routes::forget);
    }

    private static List<String> ids(List<Declared> declared) {
        return declared.stream().map(Declared::id).toList();
    }

    private static String innermost(Throwable fault) {
        var cause = fault;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.toString() : cause.getMessage().lines().findFirst().orElse("");
    }
}
