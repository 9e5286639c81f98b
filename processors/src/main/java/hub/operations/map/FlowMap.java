package hub.operations.map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;

/** The flows of the hub, what they take from and bring to, as the route files say it. */
public record FlowMap(List<Flow> flows, List<Place> places, List<Link> links) {

    /** Of what is loaded. @see RouteReader */
    public static FlowMap of(CamelContext camel, Function<String, Class<?>> beans, UnaryOperator<Set<String>> recordedAs, Path home) {
        return new RouteReader(camel, beans, recordedAs, home).read();
    }

    /** As the page reads it. */
    public ObjectNode json() {
        var json = Json.MAPPER.createObjectNode();
        var all = json.putArray("flows");
        flows.forEach(flow -> {
            var one = all.addObject().put("id", flow.id()).put("context", flow.context()).put("name", flow.name()).put("description", flow.description());
            var routes = one.putArray("routes");
            flow.routes().forEach(route -> routes.addObject().put("id", route.id()).put("description", route.description()).put("from", route.from()));
            var subscribers = one.putArray("subscribers");
            flow.subscribers().forEach(subscriber -> {
                var types = subscribers.addObject().put("name", subscriber.name()).put("route", subscriber.route()).put("effect", subscriber.effect())
                        .put("spared", subscriber.spared()).put("rebuildable", subscriber.rebuildable()).putArray("types");
                subscriber.types().forEach(types::add);
            });
        });
        var named = json.putArray("places");
        places.forEach(place -> {
            var one = named.addObject().put("id", place.id()).put("kind", place.word()).put("name", place.name());
            place.details().forEach(one::put);
        });
        var drawn = json.putArray("links");
        links.forEach(link -> drawn.addObject().put("from", link.from()).put("to", link.to()).put("route", link.route()).put("note", link.note()));
        return json;
    }
}
