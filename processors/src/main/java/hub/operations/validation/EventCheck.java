package hub.operations.validation;

import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Schemas of events and entities are JSON Schema 2020-12 under the name of their type, and routes name only types of the catalogue. */
final class EventCheck {

    private static final Set<String> FORMATS = Set.of("date-time", "date", "time", "duration", "email", "idn-email", "hostname", "idn-hostname",
            "ipv4", "ipv6", "uri", "uri-reference", "iri", "iri-reference", "uuid", "uri-template", "json-pointer", "relative-json-pointer", "regex");

    private final JsonSchema meta;
    private final Sources sources;
    private final References references;
    private final Faults faults;

    EventCheck(Sources sources, References references, Faults faults) {
        this.sources = sources;
        this.references = references;
        this.faults = faults;
        var config = SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
        this.meta = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(SchemaLocation.of(SchemaId.V202012), config);
    }

    void check() {
        sources.events().forEach(this::checkSchema);
        sources.entities().forEach(this::checkSchema);
        sources.endpoints().stream().forEach(this::checkUse);
    }

    private void checkSchema(String type, Element schema) {
        checkKeywords(schema);
        references.check(schema);
        checkId(type, schema);
        schema.descendants().filter(at -> at.isScalar() && !at.within("examples")).forEach(this::checkWord);
    }

    /** Of the alternatives that a keyword allows and that it fits none of, the first is reported. */
    private void checkKeywords(Element schema) {
        var seen = new HashSet<Element>();
        for (var message : meta.validate(schema.json())) {
            var at = schema;
            for (var i = 0; i < message.getInstanceLocation().getNameCount(); i++) {
                at = at.step(String.valueOf(message.getInstanceLocation().getElement(i)));
            }
            if (seen.add(at)) {
                faults.add(at, "not as JSON Schema 2020-12 allows: '" + at.key() + "' " + message.getError());
            }
        }
    }

    private void checkId(String type, Element schema) {
        var id = schema.text("$id").orElse("");
        if (!List.of(id.split("[:/]")).contains(type) && !id.endsWith("/" + type + ".schema.json")) {
            faults.add(schema.step("$id"), "$id '" + id + "' does not end in the type '" + type + "' that the file is named after");
        }
    }

    private void checkWord(Element at) {
        if (at.key().equals("format") && !FORMATS.contains(at.text())) {
            faults.add(at, "unknown format '" + at.text() + "'" + Suggestion.of(at.text(), FORMATS));
        } else if (at.key().equals("pattern")) {
            try {
                Pattern.compile(at.text());
            } catch (PatternSyntaxException e) {
                faults.add(at, "pattern '" + at.text() + "' is no regular expression: " + e.getDescription());
            }
        }
    }

    private void checkUse(Endpoint use) {
        if (use.isKamelet("event-subscription")) {
            use.option("types").ifPresent(types -> List.of(types.split(",")).forEach(type -> checkType(use.place("types"), type.strip())));
        } else if (use.isKamelet("kafka-ingress")) {
            use.option("topic").ifPresent(topic -> checkType(use.place("topic"), topic));
        } else if (use.isKamelet("event-append")) {
            use.option("type").ifPresent(type -> checkType(use.place("type"), type));
        }
    }

    private void checkType(Element at, String type) {
        if (!type.isEmpty() && !Endpoint.open(type) && !sources.eventTypes().contains(type)) {
            faults.add(at, "event type '" + type + "' is not in the catalogue" + Suggestion.of(type, sources.eventTypes()));
        }
    }
}
