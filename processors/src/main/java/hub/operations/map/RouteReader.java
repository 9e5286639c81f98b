package hub.operations.map;

import hub.camel.DeliveryPolicy.Effect;
import hub.camel.DeliveryPolicy.UnderReplay;
import hub.operations.map.Place.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.Model;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.rest.RestDefinition;
import org.apache.camel.spi.Resource;

/** Draws the map from the routes that are loaded. Used once. */
final class RouteReader {

    /** {@code …/<context>/<flow>.camel.yaml} */
    private static final Pattern FILE = Pattern.compile("(?:.*[/:])?([^/:]+)/([^/]+)\\.camel\\.yaml");
    private static final Set<String> READING = Set.of("GetItem", "Query", "Scan", "BatchGetItems", "DescribeTable");
    private static final Set<String> TIMERS = Set.of("scheduler", "timer", "quartz");
    private final CamelContext camel;
    private final Model model;
    private final BeanCalls calls;
    private final UnaryOperator<Set<String>> recordedAs;
    private final Contracts contracts;
    private final Map<String, Flow> flows = new TreeMap<>();
    private final Map<String, Flow> inputs = new LinkedHashMap<>();
    private final Map<String, Place> places = new TreeMap<>();
    private final Set<Link> links = new LinkedHashSet<>();

    /**
     * @param beans      the class of a bean that routes name; null where there is none
     * @param recordedAs the types under which events are recorded that are delivered as these
     * @param home       below which the contracts are
     */
    RouteReader(CamelContext camel, Function<String, Class<?>> beans, UnaryOperator<Set<String>> recordedAs, Path home) {
        this.camel = camel;
        this.model = camel.getCamelContextExtension().getContextPlugin(Model.class);
        this.calls = new BeanCalls(beans);
        this.recordedAs = recordedAs;
        this.contracts = new Contracts(home);
    }

    /** Those of route files; what Camel makes of kamelets and contracts is left out. */
    static List<RouteDefinition> ofFiles(Model model) {
        return definitions(model).filter(route -> !route.isCreatedFromTemplate() && !route.isCreatedFromRest() && file(route.getResource()).isPresent()).toList();
    }

    /** As they are at this moment; others may be loaded meanwhile. */
    private static Stream<RouteDefinition> definitions(Model model) {
        return new ArrayList<>(model.getRouteDefinitions()).stream();
    }

    /** The routes that Camel makes of each use of {@code partner-call}, with the partner. */
    static Map<String, String> partners(Model model) {
        var partners = new TreeMap<String, String>();
        definitions(model).filter(RouteDefinition::isCreatedFromTemplate).forEach(route ->
                Optional.ofNullable(route.getTemplateParameters()).map(given -> given.get("partner")).ifPresent(partner -> partners.put(route.getRouteId(), partner.toString())));
        return partners;
    }

    FlowMap read() {
        var routes = new LinkedHashMap<RouteDefinition, Flow>();
        ofFiles(model).forEach(route -> file(route.getResource()).ifPresent(file -> {
            var flow = flows.computeIfAbsent(file.group(1) + "/" + file.group(2), id -> Flow.of(file.group(1), file.group(2)));
            var from = Address.of(camel, route.getInput().getEndpointUri());
            flow.routes().add(new Flow.Line(route.getRouteId(), route.getDescriptionText() == null ? "" : route.getDescriptionText(), from.uri()));
            routes.put(route, flow);
            if (from.scheme().equals("direct")) {
                inputs.put(from.path(), flow);
            }
        }));
        routes.forEach(this::takes);
        routes.forEach(this::brings);
        model.getRestDefinitions().forEach(this::serves);
        return new FlowMap(List.copyOf(flows.values()), List.copyOf(places.values()), List.copyOf(links));
    }

    private static Optional<Matcher> file(Resource resource) {
        return Optional.ofNullable(resource).map(found -> FILE.matcher(found.getLocation())).filter(Matcher::matches);
    }

    private void serves(RestDefinition rest) {
        if (rest.getOpenApi() == null) {
            return;
        }
        contracts.operations(Address.of(camel, rest.getOpenApi().getSpecification()).uri()).forEach(operation -> {
            var place = place(new Place(Kind.REST, operation.method() + " " + operation.base() + operation.path(), Map.of("summary", operation.summary(), "path", operation.path())));
            served(place, operation.input(), "");
            served(place, operation.prepare(), "prepare");
        });
    }

    private void served(String operation, String input, String note) {
        if (inputs.containsKey(input)) {
            links.add(new Link(operation, inputs.get(input).id(), input, note));
        }
    }

    private void takes(RouteDefinition route, Flow flow) {
        var from = Address.of(camel, route.getInput().getEndpointUri());
        if (from.isKamelet("event-subscription")) {
            subscribes(route, flow, from);
        } else if (from.isKamelet("kafka-ingress")) {
            var topic = from.parameter("topic").orElse("");
            taken(new Place(Kind.TOPIC, topic, Map.of("inbound", "true")), flow, route, from.parameter("group").orElse(""));
            brought(flow, Place.of(Kind.EVENT, topic), route, "");
        } else if (from.isKamelet("sqs-worker")) {
            words(from.parameter("queue")).forEach(queue -> taken(Place.of(Kind.QUEUE, queue), flow, route, ""));
        } else if (from.isKamelet("table-changes")) {
            taken(Place.of(Kind.TABLE, from.parameter("table").orElse("")), flow, route, from.parameter("consumer").orElse(""));
        } else if (from.isKamelet("schedule")) {
            taken(new Place(Kind.SCHEDULE, from.parameter("name").orElse(""), Map.of("cron", from.parameter("cron").orElse(""), "zone", from.parameter("zone").orElse("UTC"))), flow, route, "");
        } else if (TIMERS.contains(from.scheme())) {
            taken(new Place(Kind.SCHEDULE, from.path(), from.parameter("delay").map(delay -> Map.of("delay", delay)).orElse(Map.of())), flow, route, "");
        } else {
            plain(from).ifPresent(place -> taken(place, flow, route, ""));
        }
    }

    private void subscribes(RouteDefinition route, Flow flow, Address from) {
        var subscriber = from.parameter("subscriber").orElse("");
        var types = new TreeSet<>(words(from.parameter("types")).toList());
        var effect = from.parameter("effect").orElse("local");
        boolean spared = UnderReplay.of(from.parameter("replay").orElse("auto")).spares(Effect.of(effect));
        flow.subscribers().add(new Flow.Subscriber(subscriber, route.getRouteId(), types, effect, spared, from.parameter("rebuild").isPresent()));
        recordedAs.apply(types).forEach(type -> taken(Place.of(Kind.EVENT, type), flow, route, subscriber));
    }

    private void brings(RouteDefinition route, Flow flow) {
        steps(route).forEach(step -> {
            address(step).ifPresent(to -> brings(route, flow, to));
            BeanCalls.of(step).ifPresent(call -> brings(route, flow, call));
        });
    }

    private void brings(RouteDefinition route, Flow flow, Address to) {
        if (to.isKamelet("partner-call")) {
            brought(flow, Place.of(Kind.PARTNER, to.parameter("partner").orElse("")), route, (to.parameter("method").orElse("POST") + " " + to.parameter("path").orElse("")).strip());
        } else if (to.isKamelet("event-append")) {
            brought(flow, Place.of(Kind.EVENT, to.parameter("type").orElse("")), route, "");
        } else if (to.isKamelet("alert")) {
            brought(flow, Place.of(Kind.ALERT, "on-call"), route, to.parameter("severity").orElse("error"));
        } else if (to.isKamelet("settle")) {
            to.parameter("with").ifPresent(with -> brings(route, flow, Address.of(camel, with)));
        } else if (to.scheme().equals("direct")) {
            var other = inputs.get(to.path());
            if (other != null && other != flow) {
                links.add(new Link(flow.id(), other.id(), route.getRouteId(), "direct:" + to.path()));
            }
        } else if (to.scheme().equals("aws2-ddb") && to.parameter("operation").filter(READING::contains).isPresent()) {
            taken(Place.of(Kind.TABLE, to.path()), flow, route, to.parameter("operation").orElseThrow());
        } else {
            plain(to).ifPresent(place -> brought(flow, place, route, ""));
        }
    }

    /** A text that a route hands to a bean names a queue where some worker reads from a queue of that name. */
    private void brings(RouteDefinition route, Flow flow, BeanCalls.Call call) {
        calls.appended(call).forEach(type -> brought(flow, Place.of(Kind.EVENT, type), route, ""));
        calls.sent(call).stream().map(place -> Address.of(camel, place)).forEach(to -> brought(flow, Place.of(Kind.valueOf(to.scheme().toUpperCase(Locale.ROOT)), to.path()), route, ""));
        BeanCalls.words(call).stream().map(word -> Place.of(Kind.QUEUE, word)).filter(queue -> places.containsKey(queue.id())).forEach(queue -> brought(flow, queue, route, ""));
    }

    /** What an address of Camel's own components stands for. */
    private static Optional<Place> plain(Address address) {
        if (address.isOpen()) {
            return Optional.empty();
        }
        return switch (address.scheme()) {
            case "kafka" -> Optional.of(Place.of(Kind.TOPIC, address.path()));
            case "aws2-sqs", "sqs-batch" -> Optional.of(Place.of(Kind.QUEUE, address.path()));
            case "aws2-sns" -> Optional.of(Place.of(Kind.SNS, address.path().substring(address.path().lastIndexOf(':') + 1)));
            case "aws2-ddb", "table-stream" -> Optional.of(Place.of(Kind.TABLE, address.path()));
            case "jms" -> Optional.of(Place.of(Kind.JMS, address.path().replaceFirst("^(queue|topic):", "")));
            case "http", "https" -> Optional.of(Place.of(Kind.PARTNER, address.path()));
            default -> Optional.empty();
        };
    }

    /** All of its own, and those that its configurations add. */
    private Stream<ProcessorDefinition<?>> steps(RouteDefinition route) {
        var own = steps(route.getOutputs()).stream();
        var configured = words(Optional.ofNullable(route.getRouteConfigurationId())).map(model::getRouteConfigurationDefinition).filter(found -> found != null)
                .flatMap(found -> found.getOnExceptions().stream()).flatMap(clause -> steps(clause.getOutputs()).stream());
        return Stream.concat(own, configured);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Collection<ProcessorDefinition<?>> steps(List<ProcessorDefinition<?>> outputs) {
        return (Collection) ProcessorDefinitionHelper.filterTypeInOutputs(outputs, ProcessorDefinition.class);
    }

    private Optional<Address> address(ProcessorDefinition<?> step) {
        var uri = step instanceof ToDynamicDefinition dynamic ? dynamic.getUri() : step instanceof EndpointRequiredDefinition to ? to.getEndpointUri() : null;
        return Optional.ofNullable(uri).map(text -> Address.of(camel, text));
    }

    private void taken(Place place, Flow flow, RouteDefinition route, String note) {
        links.add(new Link(place(place), flow.id(), route.getRouteId(), note));
    }

    private void brought(Flow flow, Place place, RouteDefinition route, String note) {
        links.add(new Link(flow.id(), place(place), route.getRouteId(), note));
    }

    /** Puts a place on the map, or what more is known of it. */
    private String place(Place place) {
        places.merge(place.id(), place, (known, more) -> more.details().isEmpty() ? known : more);
        return place.id();
    }

    private static Stream<String> words(Optional<String> list) {
        return list.stream().flatMap(text -> Arrays.stream(text.split(","))).map(String::strip).filter(word -> !word.isEmpty());
    }
}
