package hub.operations.validation;

import hub.events.Event;
import hub.events.EventCatalogue;
import hub.events.Json;
import hub.events.PermanentFailure;
import hub.events.Upcaster;
import hub.operations.validation.Compatibility.Breaks;
import hub.operations.validation.Compatibility.Change;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Versions of event types: every version has an upcaster from the one before it, which makes of its example what is expected; and what was released still
 * means the same. Recorded events have to fit the schema that they were written by for as long as they are retained. Readers of the public stream know the
 * schema that was released, so of a type that the hub itself publishes it may not take more either.
 */
final class VersionCheck {

    private static final Path EVENTS = Path.of("mappings/events");
    private static final Pattern TYPE = Pattern.compile("(.+)\\.v(\\d{1,4})");

    private final Sources sources;
    private final Faults faults;

    VersionCheck(Sources sources, Faults faults) {
        this.sources = sources;
        this.faults = faults;
    }

    void check() {
        checkUpcasters();
        sources.eventTypes().forEach(this::requireUpcaster);
        checkReleased();
    }

    private void checkUpcasters() {
        var upcasters = new LinkedHashMap<Path, Upcaster>();
        for (var path : sources.upcasters()) {
            var file = sources.home().relativize(path);
            try {
                var upcaster = Upcaster.read(path);
                if (requireKnown(file, upcaster.from()) && requireKnown(file, upcaster.to())) {
                    upcasters.put(file, upcaster);
                }
            } catch (Upcaster.Unreadable e) {
                faults.add(file, e.line(), e.reason());
            }
        }
        if (!upcasters.isEmpty()) {
            tryOut(upcasters);
        }
    }

    private boolean requireKnown(Path upcaster, String type) {
        if (!sources.eventTypes().contains(type)) {
            faults.add(upcaster, 1, "event type '" + type + "' is not in the catalogue" + Suggestion.of(type, sources.eventTypes()));
        }
        return sources.eventTypes().contains(type);
    }

    private void tryOut(Map<Path, Upcaster> upcasters) {
        EventCatalogue catalogue;
        try {
            catalogue = EventCatalogue.load(sources.home().resolve(EVENTS));
        } catch (IllegalArgumentException broken) {
            return;   // which schema or upcaster is said already
        }
        upcasters.forEach((file, upcaster) -> tryOut(file, upcaster, catalogue));
    }

    private void tryOut(Path file, Upcaster upcaster, EventCatalogue catalogue) {
        var example = beside(file, ".example.json");
        var expected = beside(file, ".expected.json");
        if (example == null || expected == null) {
            return;
        }
        try {
            var event = Event.fromJson(read(example));
            var wrong = event.type().equals(upcaster.from()) ? catalogue.faults(event.type(), event.data()) : List.of("is an event of type " + event.type() + ", not of " + upcaster.from());
            wrong.forEach(fault -> faults.add(example, 1, fault));
            if (wrong.isEmpty()) {
                var made = Json.read(Json.write(catalogue.upcast(event, Set.of(upcaster.to())).data()));
                if (!made.equals(Json.read(read(expected)))) {
                    faults.add(expected, 1, "is not what the upcaster makes of the example: " + made);
                }
            }
        } catch (IllegalArgumentException | PermanentFailure e) {
            faults.add(example, 1, e.getMessage());
        }
    }

    /** A file with the upcaster's name and another ending; null, and a fault, where there is none. */
    private Path beside(Path upcaster, String ending) {
        var name = upcaster.getFileName().toString();
        var file = upcaster.resolveSibling(name.substring(0, name.length() - Upcaster.SUFFIX.length()) + ending);
        if (Files.exists(sources.home().resolve(file))) {
            return file;
        }
        faults.add(upcaster, 1, "needs " + file.getFileName() + " beside it");
        return null;
    }

    private String read(Path file) {
        try {
            return Files.readString(sources.home().resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireUpcaster(String type) {
        version(type).filter(version -> sources.eventTypes().contains(other(version, -1))).ifPresent(version -> {
            var upcaster = "%s-to-v%s.jslt".formatted(other(version, -1), version.group(2));
            if (!Files.exists(sources.home().resolve(EVENTS).resolve(upcaster))) {
                faults.add(schema(type), 1, "has no upcaster, so that its subscribers would miss what is recorded as " + other(version, -1) + ": " + EVENTS.resolve(upcaster));
            }
        });
    }

    private void checkReleased() {
        var inbound = sources.endpoints().stream().filter(use -> use.isKamelet("kafka-ingress")).flatMap(use -> use.option("topic").stream()).collect(Collectors.toSet());
        sources.released().forEach((type, released) -> {
            if (!sources.eventTypes().contains(type)) {
                faults.add(released, schema(type) + " is gone, and events of it may be recorded or read; put it back");
            } else if (sources.events().containsKey(type)) {
                Compatibility.changes(released, sources.events().get(type)).stream()
                        .filter(change -> !inbound.contains(type) || change.breaks() != Breaks.EARLIER_READERS).forEach(change -> report(type, change));
            }
        });
    }

    private void report(String type, Change change) {
        var next = version(type).map(version -> other(version, 1)).orElse("a new type");
        faults.add(change.at(), "breaks " + type + " as it was released: " + change.what() + "; " + change.breaks().consequence() + ". Make it " + next + ", with an upcaster");
    }

    private static Path schema(String type) {
        return EVENTS.resolve(type + ".schema.json");
    }

    private static Optional<MatchResult> version(String type) {
        var matcher = TYPE.matcher(type);
        return matcher.matches() ? Optional.of(matcher.toMatchResult()) : Optional.empty();
    }

    private static String other(MatchResult version, int distance) {
        return version.group(1) + ".v" + (Integer.parseInt(version.group(2)) + distance);
    }
}
