package hub.operations;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.ArtemisBus;
import hub.events.Event;
import hub.events.EventCatalogue;
import hub.events.Json;
import hub.operations.EventUse.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The event catalogue as an AsyncAPI 3.0 document, with the hub as its application. Every type is a message on the address {@code events}, where routes send
 * and subscribers receive, and has a Kafka topic: an inbound one where the hub receives, or one where the stream relay sends.
 */
final class AsyncApi {

    private static final String VERSION = "3.0.0";
    private static final String DEAD_LETTERS = ".dlq";
    private final EventCatalogue catalogue;
    private final List<EventUse> uses;
    private final Map<String, String> servers;
    private final Set<String> inbound;

    /** @param servers host and port of {@code artemis} and {@code kafka} */
    AsyncApi(EventCatalogue catalogue, List<EventUse> uses, Map<String, String> servers) {
        this.catalogue = catalogue;
        this.uses = List.copyOf(uses);
        this.servers = Map.copyOf(servers);
        this.inbound = of(Kind.INGRESS).stream().flatMap(use -> use.types().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    ObjectNode document() {
        var document = object().put("asyncapi", VERSION);
        document.putObject("info").put("title", "Integration hub").put("version", "1")
                .put("description", "The events that this hub publishes and takes in, and the routes that do.");
        document.put("defaultContentType", Event.CONTENT_TYPE);
        document.set("servers", servers());
        document.set("channels", channels());
        document.set("operations", operations());
        document.set("components", components());
        return document;
    }

    private ObjectNode servers() {
        var all = object();
        all.putObject("artemis").put("host", servers.get("artemis")).put("protocol", "jms").put("description", "Events to subscribers: a durable queue for each.");
        all.putObject("kafka").put("host", servers.get("kafka")).put("protocol", "kafka").put("description", "The public stream, and events of other systems.");
        return all;
    }

    private ObjectNode channels() {
        var channels = object();
        channels.set(ArtemisBus.ADDRESS, channel("artemis", ArtemisBus.ADDRESS, "All events, to every subscriber that takes their type, in one order for each subject.", catalogue.types()));
        for (var type : catalogue.types()) {
            boolean isInbound = inbound.contains(type);
            channels.set(type, channel("kafka", type, isInbound ? "Events of another system." : "The public stream of one type; the key is the subject.", Set.of(type)));
            if (isInbound) {
                channels.set(type + DEAD_LETTERS, channel("kafka", type + DEAD_LETTERS, "What could not be taken in or applied, key and value as they came.", Set.of("deadLetter")));
            }
        }
        return channels;
    }

    private static ObjectNode channel(String server, String address, String description, Collection<String> messages) {
        var channel = object().put("address", address).put("description", description);
        channel.putArray("servers").add(reference("#/servers/" + server));
        var named = channel.putObject("messages");
        messages.forEach(message -> named.set(message, reference("#/components/messages/" + message)));
        return channel;
    }

    private ObjectNode operations() {
        var operations = object();
        of(Kind.INGRESS).forEach(use -> use.types().forEach(type -> {
            operations.set(use.route() + ".receive", operation("receive", type, use, use.types()).put("x-consumer-group", use.name()));
            operations.set(use.route() + ".send", operation("send", ArtemisBus.ADDRESS, use, use.types()));
            operations.set(type + DEAD_LETTERS, operation("send", type + DEAD_LETTERS, Set.of("deadLetter")).put("summary", "Shows failures of " + type + "."));
        }));
        of(Kind.APPEND).forEach(use -> operations.set(use.route() + ".send", operation("send", ArtemisBus.ADDRESS, use, use.types())));
        of(Kind.SUBSCRIPTION).forEach(use -> {
            var operation = operation("receive", ArtemisBus.ADDRESS, use, catalogue.recordedAs(use.types())).put("x-subscriber", use.name());
            operation.set("x-delivered-as", texts(use.types()));
            operations.set(use.route() + ".receive", operation);
        });
        catalogue.types().stream().filter(type -> !inbound.contains(type)).forEach(type -> operations.set("stream." + type,
                operation("send", type, Set.of(type)).put("summary", "Publishes every event of the type, by the relay stream.").<ObjectNode>set("x-routes", texts(appending(type)))));
        return operations;
    }

    private Set<String> appending(String type) {
        return of(Kind.APPEND).stream().filter(use -> use.types().contains(type)).map(EventUse::route).collect(Collectors.toCollection(TreeSet::new));
    }

    private ObjectNode operation(String action, String channel, EventUse use, Set<String> messages) {
        return operation(action, channel, messages).put("summary", use.description()).put("x-route", use.route());
    }

    /** Of messages that the catalogue has; {@code ./hub validate} sees to it that a route names no others. */
    private static ObjectNode operation(String action, String channel, Set<String> messages) {
        var operation = object().put("action", action);
        operation.set("channel", reference("#/channels/" + channel));
        var taken = operation.putArray("messages");
        new TreeSet<>(messages).forEach(message -> taken.add(reference("#/channels/" + channel + "/messages/" + message)));
        return operation;
    }

    private ObjectNode components() {
        var components = object();
        var messages = components.putObject("messages");
        var schemas = components.putObject("schemas");
        for (var type : catalogue.types()) {
            messages.set(type, message(type));
            schemas.set(type, catalogue.schema(type));
        }
        messages.set("deadLetter", Json.read("""
                {"name": "deadLetter", "title": "Dead letter", "summary": "What failed, as it came; the reason is in the headers.", "contentType": "application/octet-stream",
                 "headers": {"type": "object", "required": ["reason", "code", "failureId"], "properties": {
                   "reason": {"type": "string"}, "code": {"type": "string"}, "failureId": {"type": "string", "format": "uuid"}, "correlationid": {"type": "string"}}},
                 "payload": {"description": "The original value, whatever it is."}}"""));
        schemas.set("cloudEvent", Json.read("""
                {"type": "object", "description": "A CloudEvent in its structured form.", "required": ["specversion", "id", "source", "type", "time", "data"], "properties": {
                   "specversion": {"const": "1.0"},
                   "id": {"type": "string", "description": "Unique within the source."},
                   "source": {"type": "string", "format": "uri-reference"},
                   "type": {"type": "string"},
                   "subject": {"type": "string", "description": "Id of the aggregate; events of one subject are in order."},
                   "time": {"type": "string", "format": "date-time"},
                   "datacontenttype": {"type": "string"},
                   "dataschema": {"type": "string", "format": "uri"},
                   "correlationid": {"type": "string", "description": "The whole conversation."},
                   "causationid": {"type": "string", "description": "The event or the command that caused this one."},
                   "traceparent": {"type": "string", "description": "W3C trace context."},
                   "sequence": {"type": "string", "description": "Place in the event log; on the public stream."}}}"""));
        return components;
    }

    private ObjectNode message(String type) {
        var schema = catalogue.schema(type);
        var message = object().put("name", type).put("title", schema.path("title").asText(type)).put("summary", schema.path("description").asText()).put("contentType", Event.CONTENT_TYPE);
        message.set("headers", Json.read("""
                {"type": "object", "properties": {"correlationid": {"type": "string"}, "traceparent": {"type": "string"}}}"""));
        message.set("correlationId", Json.read("""
                {"location": "$message.header#/correlationid"}"""));
        var parts = message.putObject("payload").putArray("allOf");
        parts.add(reference("#/components/schemas/cloudEvent"));
        var own = parts.addObject().putObject("properties");
        own.putObject("type").put("const", type);
        own.set("data", reference("#/components/schemas/" + type));
        return message;
    }

    private List<EventUse> of(Kind kind) {
        return uses.stream().filter(use -> use.kind() == kind).toList();
    }

    private static ArrayNode texts(Set<String> texts) {
        var array = Json.MAPPER.createArrayNode();
        new TreeSet<>(texts).forEach(array::add);
        return array;
    }

    private static ObjectNode reference(String pointer) {
        return object().put("$ref", pointer);
    }

    private static ObjectNode object() {
        return Json.MAPPER.createObjectNode();
    }
}
