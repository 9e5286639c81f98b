package hub.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The event types that the hub knows, one JSON Schema each for its {@code data} ({@code mappings/events/<type>.schema.json}), and the upcasters between their
 * versions beside them. What is recorded stays as it was; an event is brought up to the version that a subscriber names when it is delivered.
 */
public final class EventCatalogue {

    private final Schemas schemas;
    private final Map<String, Upcaster> upcasters;

    private EventCatalogue(Schemas schemas, Map<String, Upcaster> upcasters) {
        this.schemas = schemas;
        this.upcasters = upcasters;
    }

    /** Loads and compiles every schema and upcaster of the directory; a broken one is a fault that names its file. */
    public static EventCatalogue load(Path directory) {
        try (var files = Files.list(directory)) {
            var upcasters = files.filter(file -> file.toString().endsWith(Upcaster.SUFFIX)).map(Upcaster::read).collect(Collectors.toMap(Upcaster::from, Function.identity()));
            return new EventCatalogue(Schemas.load(directory), upcasters);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Set<String> types() {
        return schemas.names();
    }

    public boolean knows(String type) {
        return schemas.names().contains(type);
    }

    /** The schema of a type's data, as its file has it. @throws IllegalArgumentException unknown type */
    public JsonNode schema(String type) {
        return schemas.text(type);
    }

    /** What is wrong with the data of an event of this type, each as {@code data/pointer: message}; empty when it is valid. */
    public List<String> faults(String type, JsonNode data) {
        return knows(type) ? schemas.faults(type, data) : List.of("unknown event type " + type);
    }

    /** The types whose events a subscriber to these is given: they themselves, and the earlier versions that are brought up to them. */
    public Set<String> recordedAs(Set<String> types) {
        return Stream.concat(types.stream(), upcasters.keySet().stream().filter(type -> leadsTo(types, type))).collect(Collectors.toUnmodifiableSet());
    }

    private boolean leadsTo(Set<String> types, String type) {
        return types.contains(type) || upcasters.containsKey(type) && leadsTo(types, upcasters.get(type).to());
    }

    /**
     * The event as a subscriber to these types is given it: as it is where they name its version, else brought up, version by version, to the first that they name.
     *
     * @throws PermanentFailure code {@code upcast-failed}: an upcaster fails, or makes what breaks the newer schema
     * @throws IllegalArgumentException nothing brings it to these types
     */
    public Event upcast(Event event, Set<String> types) {
        if (types.contains(event.type())) {
            return event;
        }
        var upcaster = upcasters.get(event.type());
        if (upcaster == null) {
            throw new IllegalArgumentException("no upcaster brings " + event.type() + " up to any of " + types);
        }
        var newer = upcaster.upcast(event);
        var faults = faults(newer.type(), newer.data());
        if (!faults.isEmpty()) {
            throw upcaster.failed(String.join("; ", faults));
        }
        return upcast(newer, types);
    }
}
