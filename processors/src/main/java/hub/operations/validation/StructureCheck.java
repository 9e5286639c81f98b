package hub.operations.validation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.networknt.schema.JsonMetaSchema;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.NonValidationKeyword;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The structure of routes and templates against the schema that Camel publishes for its YAML.
 *
 * <p>That schema describes most steps by alternatives (a text or an object, one of forty expressions), so one slip breaks many
 * of its rules; only the slip is reported.
 */
final class StructureCheck {

    private static final Set<String> ALTERNATIVES = Set.of("oneOf", "anyOf", "not");

    private final JsonNode rules = read();
    private final JsonSchema schema;
    private final Faults faults;

    StructureCheck(Faults faults) {
        this.faults = faults;
        var config = SchemaValidatorsConfig.builder().typeLoose(true).pathType(PathType.JSON_POINTER)
                .preloadJsonSchema(false).cacheRefs(true).build();
        var dialect = JsonMetaSchema.builder(JsonMetaSchema.getV4()).keyword(new NonValidationKeyword("deprecated")).build();
        this.schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V4, with -> with.metaSchema(dialect)).getSchema(rules, config);
    }

    void check(Definition definition) {
        if (definition.kamelet().isEmpty()) {
            report(schema.validate(definition.body().json()), definition.body(), 0);
            return;
        }
        definition.body().fields().forEach((name, part) -> {
            if (!name.equals("id")) {
                var list = JsonNodeFactory.instance.arrayNode();
                list.addObject().set(name, part.json());
                report(schema.validate(list), definition.body(), 1);
            }
        });
    }

    private void report(Collection<ValidationMessage> messages, Element root, int wrapped) {
        var explained = new HashSet<Element>();
        var alternatives = new ArrayList<Element>();
        for (var message : messages) {
            var at = place(message, root, wrapped);
            if (isAlternative(message)) {
                alternatives.add(at);
            } else if (!isOtherBranch(message, at)) {
                explained.add(at);
                at.ancestors().forEach(explained::add);
                if (!Endpoint.open(at.text()) && !at.text().startsWith("#")) {
                    faults.add(culprit(message, at), cause(message, at));
                }
            }
        }
        alternatives.stream().filter(at -> !explained.contains(at))
                .filter(at -> alternatives.stream().noneMatch(other -> other.ancestors().anyMatch(above -> above == at)))
                .forEach(at -> faults.add(at, "'" + name(at) + "' has none of the forms that Camel knows for it" + found(at)));
    }

    private static Element place(ValidationMessage message, Element root, int wrapped) {
        var at = root;
        var path = message.getInstanceLocation();
        for (var i = wrapped; i < path.getNameCount(); i++) {
            at = at.step(String.valueOf(path.getElement(i)));
        }
        return at;
    }

    /** Whether it says only that no alternative fits; which one was meant, another message may tell. */
    private boolean isAlternative(ValidationMessage message) {
        return ALTERNATIVES.contains(message.getType())
                || message.getType().equals("required") && message.getEvaluationPath().toString().matches(".*/(oneOf|anyOf)/.*")
                && !rule(message, "/required").has("additionalProperties");
    }

    /** Whether it belongs to the form (text or object) that was not chosen. */
    private static boolean isOtherBranch(ValidationMessage message, Element at) {
        if (!message.getType().equals("type") || !message.getEvaluationPath().toString().matches(".*/oneOf/\\d+/type")) {
            return false;
        }
        var text = message.getError().contains("string expected");
        return at.isScalar() != text;
    }

    private static Element culprit(ValidationMessage message, Element at) {
        return message.getType().equals("additionalProperties") ? at.step(message.getProperty()) : at;
    }

    private String cause(ValidationMessage message, Element at) {
        return switch (message.getType()) {
            case "additionalProperties" -> "unknown key '" + message.getProperty() + "' in '" + name(at) + "'"
                    + Suggestion.of(message.getProperty(), keysBeside(message));
            case "required" -> "'" + name(at) + "' lacks '" + message.getProperty() + "'";
            case "type" -> "'" + name(at) + "': " + message.getError() + (at.json().isNumber() ? "; put it in quotes" : "");
            default -> "'" + name(at) + "' " + message.getError();
        };
    }

    private List<String> keysBeside(ValidationMessage message) {
        var names = new ArrayList<String>();
        rule(message, "/additionalProperties").path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The rule that holds the keyword which the message is about. */
    private JsonNode rule(ValidationMessage message, String keyword) {
        var location = message.getSchemaLocation().getFragment().toString();
        return rules.at(location.substring(0, location.lastIndexOf(keyword)));
    }

    private static String found(Element at) {
        return at.fields().isEmpty() ? "" : " (found: " + String.join(", ", at.fields().keySet()) + ")";
    }

    private static String name(Element at) {
        return at.key().isEmpty() ? at.ancestors().map(Element::key).filter(key -> !key.isEmpty()).findFirst().orElse("the file") : at.key();
    }

    private static JsonNode read() {
        try (var text = StructureCheck.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            return new ObjectMapper().readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
