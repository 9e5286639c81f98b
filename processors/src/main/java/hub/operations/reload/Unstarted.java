package hub.operations.reload;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;

/** Keeps the routes that one thread loads from starting, those of kamelets too, and knows which they are. Later they have the {@code autoStartup} of their files again. */
final class Unstarted extends ModelLifecycleStrategySupport {

    /** Loads routes. */
    interface Load {
        void run() throws Exception;
    }

    private record Added(RouteDefinition route, String autoStartup) { }

    private final List<Added> added = new ArrayList<>();
    private volatile Thread loader;

    void during(Load load) throws Exception {
        loader = Thread.currentThread();
        try {
            load.run();
        } finally {
            loader = null;
            added.forEach(one -> one.route().setAutoStartup(one.autoStartup()));
        }
    }

    /** The ids of what was loaded since the last call of this. */
    List<String> taken() {
        var ids = added.stream().map(one -> one.route().getRouteId()).distinct().toList();
        added.clear();
        return ids;
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (Thread.currentThread() == loader) {
            added.add(new Added(route, route.getAutoStartup()));
            route.setAutoStartup("false");
        }
    }
}
