package hub.operations.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A value of a YAML or JSON document that knows where it stands: its file, its line, its key and what it is part of. */
final class Element {

    private final Path file;
    private final int line;
    private final String key;
    private final Element parent;
    private final Map<String, Element> fields = new LinkedHashMap<>();
    private final List<Element> items = new ArrayList<>();
    private JsonNode json;

    Element(Path file, int line, String key, Element parent) {
        this.file = file;
        this.line = line;
        this.key = key;
        this.parent = parent;
    }

    Path file() {
        return file;
    }

    /** The line of the key, for an item of a list that of its first token; from 1. */
    int line() {
        return line;
    }

    /** The name under which it stands in its parent; empty for an item of a list and for the root. */
    String key() {
        return key == null ? "" : key;
    }

    JsonNode json() {
        return json;
    }

    void json(JsonNode value) {
        json = value;
    }

    void add(Element child) {
        if (child.key == null) {
            items.add(child);
        } else {
            fields.put(child.key, child);
        }
    }

    Map<String, Element> fields() {
        return fields;
    }

    List<Element> items() {
        return items;
    }

    Optional<Element> find(String... path) {
        var at = this;
        for (var name : path) {
            at = at.fields.get(name);
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    boolean isScalar() {
        return json.isValueNode() && !json.isNull();
    }

    /** The scalar as it reads; empty for an object, a list and null. */
    String text() {
        return isScalar() ? json.asText() : "";
    }

    /** The scalar at this path; empty when there is none. */
    Optional<String> text(String... path) {
        return find(path).filter(Element::isScalar).map(Element::text);
    }

    /** Whether the flag of this name is there and true. */
    boolean flag(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** Itself and all below it, in the order of the document. */
    Stream<Element> descendants() {
        return Stream.concat(Stream.of(this), children().flatMap(Element::descendants));
    }

    Stream<Element> children() {
        return Stream.concat(fields.values().stream(), items.stream());
    }

    /** From its parent up to the root. */
    Stream<Element> ancestors() {
        return Stream.iterate(parent, above -> above != null, above -> above.parent);
    }

    boolean within(String name) {
        return ancestors().anyMatch(above -> above.key().equals(name));
    }

    /** The child of this name, or at this index of a list; itself when there is none. */
    Element step(String nameOrIndex) {
        if (!items.isEmpty() && nameOrIndex.chars().allMatch(Character::isDigit)) {
            var index = Integer.parseInt(nameOrIndex);
            return index < items.size() ? items.get(index) : this;
        }
        return fields.getOrDefault(nameOrIndex, this);
    }

    /** Follows a JSON pointer such as {@code /components/schemas/User}; empty when it leads nowhere. */
    Optional<Element> pointer(String pointer) {
        var at = this;
        for (var part : pointer.split("/")) {
            if (!part.isEmpty()) {
                var next = at.step(part.replace("~1", "/").replace("~0", "~"));
                if (next == at) {
                    return Optional.empty();
                }
                at = next;
            }
        }
        return Optional.of(at);
    }
}
