package hub.operations.validation;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Routes have a name and say what they do, names and inputs are given once, and every direct call has a route that answers. */
final class RouteCheck {

    private final Sources sources;
    private final Faults faults;

    RouteCheck(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check() {
        var ids = new HashMap<String, Element>();
        var inputs = new HashMap<String, Element>();
        for (var route : sources.routes()) {
            for (var field : Set.of("id", "description")) {
                if (route.at().text(field).filter(text -> !text.isBlank()).isEmpty()) {
                    faults.add(route.at(), "the route has no " + field);
                }
            }
            route.id().ifPresent(id -> once(ids, id, route.at().step("id"), "route id '" + id + "'"));
            var input = route.input().directName();
            if (!input.isEmpty()) {
                once(inputs, input, route.input().at(), "input direct:" + input);
            }
        }
        checkConfigurations();
        sources.endpoints().stream().filter(use -> !use.consumer() && !use.dynamic())
                .forEach(use -> checkTarget(use, inputs(sources)));
    }

    /** Camel runs a route without the configuration that it cannot find. */
    private void checkConfigurations() {
        var known = sources.definitions().stream().flatMap(in -> in.body().items().stream())
                .flatMap(top -> top.text("routeConfiguration", "id").stream()).toList();
        sources.routes().forEach(route -> route.at().find("routeConfigurationId").ifPresent(at -> {
            for (var name : route.in().resolve(at.text()).split(",")) {
                if (sources.allRoutesRead() && !name.endsWith("*") && !Endpoint.open(name) && !known.contains(name.strip())) {
                    faults.add(at, "unknown route configuration '" + name.strip() + "'" + Suggestion.of(name.strip(), known));
                }
            }
        }));
    }

    private void once(Map<String, Element> seen, String name, Element at, String what) {
        var earlier = seen.putIfAbsent(name, at);
        if (earlier != null) {
            faults.add(at, what + " is already taken at " + earlier.file() + ":" + earlier.line());
        }
    }

    private void checkTarget(Endpoint use, Set<String> inputs) {
        var name = use.directName();
        if (sources.allRoutesRead() && !name.isEmpty() && !Endpoint.open(name) && !inputs.contains(name)) {
            faults.add(use.at(), "no route begins with direct:" + name + Suggestion.of(name, inputs));
        }
    }

    /** The names after {@code direct:} that some route answers. */
    static Set<String> inputs(Sources sources) {
        return sources.endpoints().stream().filter(Endpoint::consumer).map(Endpoint::directName).filter(name -> !name.isEmpty()).collect(Collectors.toSet());
    }
}
