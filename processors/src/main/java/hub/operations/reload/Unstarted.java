package hub.operations.reload;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;

/**
 * Keeps the routes that one thread loads from starting, and knows which they are. Later they have the {@code autoStartup} of their files again. Those of kamelets start at once: one that does not
 * start when it is made, Camel makes a second time.
 */
final class Unstarted extends ModelLifecycleStrategySupport {

    /** Loads routes. */
    interface Load {
        void run() throws Exception;
    }

    private record Added(RouteDefinition route, String autoStartup) { }

    private final List<Added> added = new ArrayList<>();
    private volatile Thread loader;

    void during(Load load) throws Exception {
        added.clear();
        loader = Thread.currentThread();
        try {
            load.run();
        } finally {
            loader = null;
            added.forEach(one -> one.route().setAutoStartup(one.autoStartup()));
        }
    }

    /** The ids of what was loaded last. */
    List<String> ids() {
        return added.stream().map(one -> one.route().getRouteId()).distinct().toList();
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        if (Thread.currentThread() == loader) {
            added.add(new Added(route, route.getAutoStartup()));
            if (!Boolean.TRUE.equals(route.isKamelet())) {
                route.setAutoStartup("false");
            }
        }
    }
}
