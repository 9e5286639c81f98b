package hub.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The event types that the hub knows, one JSON Schema each for its {@code data}: {@code mappings/events/<type>.schema.json}. */
public final class EventCatalogue {

    private final Schemas schemas;

    private EventCatalogue(Schemas schemas) {
        this.schemas = schemas;
    }

    /** Loads and compiles every schema of the directory; a broken one is a fault that names its file. */
    public static EventCatalogue load(Path directory) {
        return new EventCatalogue(Schemas.load(directory));
    }

    public Set<String> types() {
        return schemas.names();
    }

    public boolean knows(String type) {
        return schemas.names().contains(type);
    }

    /** What is wrong with the data of an event of this type, each as {@code data/pointer: message}; empty when it is valid. */
    public List<String> faults(String type, JsonNode data) {
        return knows(type) ? schemas.faults(type, data) : List.of("unknown event type " + type);
    }
}
