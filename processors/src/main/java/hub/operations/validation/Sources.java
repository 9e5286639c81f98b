package hub.operations.validation;

import hub.events.Upcaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Everything that an engineer wrote below the hub's home, each file read once. */
final class Sources {

    private static final String ROUTES = ".camel.yaml";
    private static final String EVENT = ".schema.json";
    private static final String RELEASED = "mappings/events/released";

    /** Schemes whose path names something of this project. */
    private static final Set<String> CALLS = Set.of("direct", "kamelet", "bean");

    private final Path home;
    private final Faults faults;
    private final Documents documents;
    private final Settings settings;
    private final List<Definition> definitions = new ArrayList<>();
    private final Map<String, Kamelet> kamelets = new TreeMap<>();
    private final List<Endpoint> endpoints = new ArrayList<>();
    private final List<Element> contracts = new ArrayList<>();
    private final Map<String, Element> events = new TreeMap<>();
    private final Map<String, Element> released = new TreeMap<>();
    private final Map<String, Element> entities = new TreeMap<>();
    private final Set<String> eventTypes = new TreeSet<>();
    private boolean allRoutesRead = true;
    private int schedules;
    private int mappings;

    Sources(Path home, Map<String, String> overrides, Faults faults) {
        this.home = home;
        this.faults = faults;
        this.documents = new Documents(home, faults);
        this.settings = new Settings(overrides);
        readProperties();
        readRoutes();
        readMappings();
    }

    private void readProperties() {
        if (Files.exists(home.resolve("application.properties"))) {
            settings.read(home, home.resolve("application.properties"), faults);
        }
        for (var file : files("schedules", ".properties")) {
            settings.read(home, file, faults);
            schedules++;
        }
    }

    private void readRoutes() {
        var folder = home.resolve("routes/kamelets");
        for (var file : files("routes", ".yaml", ".yml")) {
            var name = file.getFileName().toString();
            if (file.startsWith(folder) && name.endsWith(Kamelet.SUFFIX)) {
                documents.read(file).ifPresent(root -> addKamelet(name.substring(0, name.length() - Kamelet.SUFFIX.length()), root));
            } else if (!file.startsWith(folder) && name.endsWith(ROUTES)) {
                var root = documents.read(file);
                allRoutesRead &= root.isPresent();
                root.ifPresent(read -> definitions.add(Definition.ofRoutes(read, settings)));
            } else {
                faults.add(home.relativize(file), 1, "is not loaded: the name of a file of routes ends in " + ROUTES
                        + ", that of a kamelet in routes/kamelets/ in " + Kamelet.SUFFIX);
            }
        }
    }

    private void addKamelet(String name, Element root) {
        var kamelet = new Kamelet(name, root);
        kamelets.put(name, kamelet);
        kamelet.template().ifPresent(template -> definitions.add(Definition.ofTemplate(kamelet, template, settings)));
    }

    private void readMappings() {
        for (var file : files("mappings", ".json", ".yaml", ".yml")) {
            var name = file.getFileName().toString();
            var folder = home.resolve("mappings").relativize(file).getName(0).toString();
            var root = documents.read(file);
            if (folder.equals("openapi")) {
                root.ifPresent(contracts::add);
            } else if (folder.equals("pipeline") && name.endsWith(EVENT)) {
                mappings++;
                root.ifPresent(schema -> entities.put(name.substring(0, name.length() - EVENT.length()), schema));
            } else if (file.startsWith(home.resolve(RELEASED)) && name.endsWith(EVENT)) {
                root.ifPresent(schema -> released.put(name.substring(0, name.length() - EVENT.length()), schema));
            } else if (folder.equals("events") && name.endsWith(EVENT)) {
                var type = name.substring(0, name.length() - EVENT.length());
                eventTypes.add(type);
                root.ifPresent(schema -> events.put(type, schema));
            } else {
                mappings++;
            }
        }
    }

    private List<Path> files(String folder, String... suffixes) {
        if (!Files.isDirectory(home.resolve(folder))) {
            return List.of();
        }
        try (var all = Files.walk(home.resolve(folder))) {
            return all.filter(Files::isRegularFile).filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path home() {
        return home;
    }

    Settings settings() {
        return settings;
    }

    /** Route files and the templates of kamelets. */
    List<Definition> definitions() {
        return definitions;
    }

    List<Definition.Route> routes() {
        return definitions.stream().filter(in -> in.kamelet().isEmpty()).flatMap(in -> in.routes().stream()).toList();
    }

    Map<String, Kamelet> kamelets() {
        return kamelets;
    }

    Optional<Definition> template(String kamelet) {
        return definitions.stream().filter(in -> in.kamelet().filter(k -> k.name().equals(kamelet)).isPresent()).findFirst();
    }

    List<Element> contracts() {
        return contracts;
    }

    /** Every endpoint of the routes and templates; those that a template names by a parameter, once for each use. */
    List<Endpoint> endpoints() {
        if (endpoints.isEmpty()) {
            definitions.stream().flatMap(Definition::endpoints).forEach(endpoints::add);
            List.copyOf(endpoints).stream().filter(use -> !use.kameletName().isEmpty()).forEach(use ->
                    template(use.kameletName()).ifPresent(template -> endpoints.addAll(filledIn(template, use))));
        }
        return endpoints;
    }

    private static List<Endpoint> filledIn(Definition template, Endpoint use) {
        var used = template.usedBy(use);
        return template.elements()
                .filter(at -> Endpoint.of(template, at).anyMatch(named ->
                        Endpoint.open(named.scheme()) || named.dynamic() && CALLS.contains(named.scheme())))
                .flatMap(at -> Endpoint.of(used, at)).toList();
    }

    /** The schemas of the event catalogue by event type. */
    Map<String, Element> events() {
        return events;
    }

    /** The schemas of the event catalogue as they were released last. */
    Map<String, Element> released() {
        return released;
    }

    /** The mappings between versions of event types. */
    List<Path> upcasters() {
        return files("mappings/events", Upcaster.SUFFIX);
    }

    /** The schemas of what the data pipeline carries, by type. */
    Map<String, Element> entities() {
        return entities;
    }

    /** The types of the catalogue, also those whose schema cannot be read. */
    Set<String> eventTypes() {
        return eventTypes;
    }

    /** Whether nothing is said to be missing only because its file could not be read. */
    boolean allRoutesRead() {
        return allRoutesRead;
    }

    /** How much was read, for the last line of the command. */
    String counts() {
        return "%d routes, %d kamelets, %d contracts, %d event schemas, %d other mappings, %d schedules".formatted(
                routes().size(), kamelets.size(), contracts.size(), events.size(), mappings, schedules);
    }
}
