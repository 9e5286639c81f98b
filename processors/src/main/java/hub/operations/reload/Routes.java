package hub.operations.reload;

import hub.camel.Backbone;
import hub.operations.reload.RouteFile.Declared;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.ShutdownAware;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.service.ServiceHelper;

/** The routes of a running context, with those of the kamelets that they begin with or call. */
final class Routes {

    private static final String SUBSCRIPTION = "event-subscription";
    /** What a kamelet names its own ends. */
    private static final List<String> ENDS = List.of("kamelet://source", "kamelet://sink");
    private static final long LOOK_EVERY_MILLIS = 10;
    /** So many looks in a row find nothing in flight: whoever had found the consumer just before it went has come in by then. */
    private static final int QUIET_LOOKS = 3;
    private static final long STOP_SECONDS = 5;
    private final ModelCamelContext camel;
    private final Unstarted unstarted = new Unstarted();

    Routes(CamelContext camel) {
        this.camel = (ModelCamelContext) camel;
        this.camel.addModelLifecycleStrategy(unstarted);
    }

    boolean isRunning(String id) {
        var status = camel.getRouteController().getRouteStatus(id);
        return status != null && status.isStarted();
    }

    /** Whether its file has it start with the hub. */
    boolean startsByItself(String id) {
        var definition = camel.getRouteDefinition(id);
        return definition == null || definition.getAutoStartup() == null || CamelContextHelper.parseBoolean(camel, definition.getAutoStartup());
    }

    /** The route of the kamelet that a route begins with. */
    Optional<String> source(String id) {
        return input(id).map(KameletEndpoint::getRouteId).filter(source -> camel.getRoute(source) != null);
    }

    /** Whose events these routes take. */
    Set<String> subscribers(Collection<Declared> routes) {
        return routes.stream().flatMap(route -> input(route.id()).stream()).filter(input -> input.getTemplateId().equals(SUBSCRIPTION))
                .map(input -> String.valueOf(input.getKameletProperties().get("subscriber"))).collect(Collectors.toSet());
    }

    /** Everybody whose events this hub takes. */
    Set<String> subscribers() {
        return Backbone.of(camel).subscriptions().names();
    }

    void forget(String subscriber) {
        Backbone.of(camel).forget(subscriber);
    }

    void requireQueues() {
        Backbone.of(camel).subscribers().requireQueues();
    }

    private Optional<KameletEndpoint> input(String id) {
        return Optional.ofNullable(camel.getRoute(id)).map(Route::getEndpoint).filter(KameletEndpoint.class::isInstance).map(KameletEndpoint.class::cast);
    }

    /**
     * Has it take nothing more, waits until nothing is in flight, and stops it.
     *
     * @throws StillBusy it was given up
     */
    void stop(String id, BooleanSupplier givenUp) throws Exception {
        var consumer = camel.getRoute(id).getConsumer();
        ServiceHelper.suspendService(consumer);
        for (int quiet = 0; quiet < QUIET_LOOKS; quiet = inFlight(id, consumer) == 0 ? quiet + 1 : 0) {
            if (givenUp.getAsBoolean()) {
                throw new StillBusy(id);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
        }
        if (!camel.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS, true)) {
            throw new StillBusy(id);
        }
    }

    private int inFlight(String id, Object consumer) {
        return camel.getInflightRepository().size(id) + (consumer instanceof ShutdownAware aware ? aware.getPendingExchangesSize() : 0);
    }

    /** Has a route work on that {@link #stop} has stopped, or was about to. */
    void goOn(String id) throws Exception {
        if (isRunning(id)) {
            ServiceHelper.resumeService(camel.getRoute(id).getConsumer());
        } else {
            start(id);
        }
    }

    void start(String id) throws Exception {
        camel.getRouteController().startRoute(id);
    }

    /** Puts in the routes of files, by their names; none of them is started but those of kamelets. */
    void load(Map<String, String> files) throws Exception {
        unstarted.during(() -> {
            for (var file : files.entrySet()) {
                try {
                    PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:" + file.getKey(), file.getValue()));
                } catch (Exception e) {
                    throw new InFile(file.getKey(), e);
                }
            }
        });
    }

    /** What was put in last: ids of routes, those of kamelets among them. */
    List<String> loaded() {
        return unstarted.ids();
    }

    /** Takes out routes that have stopped, those of the kamelets that they begin with, and those of kamelets that nobody else calls. */
    void remove(Collection<String> ids) throws Exception {
        var all = new HashSet<>(ids);
        ids.forEach(id -> source(id).ifPresent(all::add));
        for (var id : all) {
            takeOut(id);
        }
        for (var endpoint : List.copyOf(camel.getEndpoints())) {
            if (endpoint instanceof KameletEndpoint kamelet && all.contains(kamelet.getRouteId())) {
                camel.removeEndpoint(endpoint);
            }
        }
        removeUncalled();
    }

    private void removeUncalled() throws Exception {
        var called = camel.getEndpoints().stream().filter(endpoint -> ENDS.stream().noneMatch(endpoint.getEndpointUri()::startsWith))
                .filter(KameletEndpoint.class::isInstance).map(endpoint -> ((KameletEndpoint) endpoint).getRouteId()).collect(Collectors.toSet());
        for (var definition : List.copyOf(camel.getRouteDefinitions())) {
            if (Boolean.TRUE.equals(definition.isKamelet()) && !called.contains(definition.getRouteId())) {
                takeOut(definition.getRouteId());
            }
        }
    }

    private void takeOut(String id) throws Exception {
        var status = camel.getRouteController().getRouteStatus(id);
        if (status != null && !status.isStopped()) {
            camel.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS);
        }
        camel.removeRoute(id);
        var left = camel.getRouteDefinition(id);
        if (left != null) {
            camel.removeRouteDefinition(left);
        }
    }

    /** Takes out beans that files no longer declare. */
    void unbind(Set<String> before, Set<String> after) {
        var gone = new TreeSet<>(before);
        gone.removeAll(after);
        gone.forEach(camel.getRegistry()::unbind);
    }

    /** A route that did not come to the end of its work in time. */
    static final class StillBusy extends Exception {

        private static final long serialVersionUID = 1L;
        private final String route;

        StillBusy(String route) {
            super("route " + route + " still has work in flight");
            this.route = route;
        }

        String route() {
            return route;
        }
    }
}
