package hub.failures;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import hub.events.Json;
import java.util.TreeSet;

/** What differs between two JSON trees: the deepest places, each as {@code {path, from, to}} with a JSON pointer; what is absent has no member. */
final class Difference {

    private final ArrayNode places = Json.MAPPER.createArrayNode();

    private Difference() {
    }

    static ArrayNode between(JsonNode before, JsonNode after) {
        var difference = new Difference();
        difference.compare("", before, after);
        return difference.places;
    }

    private void compare(String path, JsonNode before, JsonNode after) {
        if (before.isObject() && after.isObject()) {
            var names = new TreeSet<String>();
            before.fieldNames().forEachRemaining(names::add);
            after.fieldNames().forEachRemaining(names::add);
            names.forEach(name -> compare(path + "/" + name.replace("~", "~0").replace("/", "~1"), before.path(name), after.path(name)));
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                compare(path + "/" + i, before.path(i), after.path(i));
            }
        } else if (!before.equals(after)) {
            var place = places.addObject().put("path", path);
            if (!before.isMissingNode()) {
                place.set("from", before);
            }
            if (!after.isMissingNode()) {
                place.set("to", after);
            }
        }
    }
}
