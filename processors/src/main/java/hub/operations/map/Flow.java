package hub.operations.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A route file. @param name the file's, which is its main route's too */
record Flow(String context, String name, List<Line> routes, List<Subscriber> subscribers) {

    /** A route of it. @param from its input, without parameters */
    record Line(String id, String description, String from) { }

    /** A subscriber of it. @param spared whether a replay leaves its effects alone unless it is told otherwise @param rebuildable whether its model can be built anew */
    record Subscriber(String name, String route, Set<String> types, String effect, boolean spared, boolean rebuildable) { }

    static Flow of(String context, String name) {
        return new Flow(context, name, new ArrayList<>(), new ArrayList<>());
    }

    /** Unique on the map: {@code awards/assign-sticker}. */
    String id() {
        return context + "/" + name;
    }

    /** What its main route does; where no route has the file's name, what the first does. */
    String description() {
        return routes.stream().filter(route -> route.id().equals(name)).findFirst().or(() -> routes.stream().findFirst()).map(Line::description).orElse("");
    }
}
