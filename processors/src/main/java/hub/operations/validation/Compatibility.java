package hub.operations.validation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What a change of a JSON Schema breaks for those who rely on it. New optional properties and words for people break nobody. A keyword that this does not know
 * has to stay as it was: what a change of it means is not guessed.
 */
final class Compatibility {

    /** Whom a change breaks. */
    enum Breaks {
        /** The schema takes less: events that were written by the earlier one may not fit it. */
        EARLIER_EVENTS("events recorded before may not fit"),
        /** The schema takes more: who reads by the earlier one may be given what that refuses. */
        EARLIER_READERS("readers that know the released schema may be given what it refuses"),
        /** Either, or nobody can tell. */
        BOTH("neither recorded events nor readers may rely on it any longer");

        private final String consequence;

        Breaks(String consequence) {
            this.consequence = consequence;
        }

        String consequence() {
            return consequence;
        }
    }

    /** @param at where the schema has changed, in the new one */
    record Change(Element at, Breaks breaks, String what) { }

    private static final Set<String> WORDS = Set.of("$schema", "$id", "$comment", "title", "description", "examples", "default", "deprecated", "readOnly", "writeOnly");
    private static final Set<String> UPPER = Set.of("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties");
    private static final Set<String> LOWER = Set.of("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties");
    private static final Set<String> NARROWING = Set.of("format", "pattern", "multipleOf", "uniqueItems");
    private static final Set<String> SCHEMAS = Set.of("items", "additionalProperties", "unevaluatedProperties");
    private static final Set<String> TYPES = Set.of("array", "boolean", "null", "number", "object", "string");

    private final List<Change> changes = new ArrayList<>();

    private Compatibility() {
    }

    /** Every change from the released schema to the present one that breaks somebody. */
    static List<Change> changes(Element released, Element now) {
        var comparison = new Compatibility();
        comparison.compare(released, now);
        return comparison.changes;
    }

    private void compare(Element released, Element now) {
        if (released.json().equals(now.json())) {
            return;
        }
        if (!released.json().isObject() || !now.json().isObject()) {
            changes.add(new Change(now, Breaks.BOTH, "is " + now.json() + " and was " + released.json()));
            return;
        }
        allowedValues(released, now);
        properties(released, now);
        required(released, now);
        types(released, now);
        var keywords = new TreeSet<>(released.fields().keySet());
        keywords.addAll(now.fields().keySet());
        keywords.removeAll(WORDS);
        keywords.removeAll(Set.of("enum", "const", "properties", "required", "type"));
        keywords.forEach(keyword -> keyword(keyword, released.find(keyword), now.find(keyword), now));
    }

    private void keyword(String keyword, Optional<Element> before, Optional<Element> after, Element now) {
        if (before.map(Element::json).equals(after.map(Element::json))) {
            return;
        }
        var at = after.orElse(now);
        if (SCHEMAS.contains(keyword)) {
            subschema(keyword, before, after, at);
        } else if (UPPER.contains(keyword) || LOWER.contains(keyword)) {
            changed(at, bound(UPPER.contains(keyword), before, after), keyword, before, after);
        } else if (NARROWING.contains(keyword)) {
            changed(at, before.isEmpty() ? Breaks.EARLIER_EVENTS : after.isEmpty() ? Breaks.EARLIER_READERS : Breaks.BOTH, keyword, before, after);
        } else {
            changed(at, Breaks.BOTH, keyword, before, after);
        }
    }

    private static Breaks bound(boolean upper, Optional<Element> before, Optional<Element> after) {
        if (before.isEmpty() || after.isEmpty()) {
            return before.isEmpty() ? Breaks.EARLIER_EVENTS : Breaks.EARLIER_READERS;
        }
        boolean lower = after.get().json().decimalValue().compareTo(before.get().json().decimalValue()) < 0;
        return lower == upper ? Breaks.EARLIER_EVENTS : Breaks.EARLIER_READERS;
    }

    /** One that is not there takes everything. */
    private void subschema(String keyword, Optional<Element> before, Optional<Element> after, Element at) {
        boolean tookAll = before.map(Element::json).map(Compatibility::takesAll).orElse(true);
        boolean takesAll = after.map(Element::json).map(Compatibility::takesAll).orElse(true);
        if (tookAll && !takesAll) {
            changed(at, Breaks.EARLIER_EVENTS, keyword, before, after);
        } else if (takesAll && !tookAll) {
            changed(at, Breaks.EARLIER_READERS, keyword, before, after);
        } else if (!takesAll) {
            compare(before.orElseThrow(), after.orElseThrow());
        }
    }

    private static boolean takesAll(JsonNode schema) {
        return schema.isBoolean() && schema.booleanValue() || schema.isObject() && schema.isEmpty();
    }

    private void properties(Element released, Element now) {
        var before = released.find("properties").map(Element::fields).orElse(Map.of());
        var after = now.find("properties").map(Element::fields).orElse(Map.of());
        before.forEach((name, schema) -> {
            if (after.containsKey(name)) {
                compare(schema, after.get(name));
            } else {
                changes.add(new Change(now.find("properties").orElse(now), Breaks.BOTH, "property " + name + " is gone"));
            }
        });
        if (!released.find("additionalProperties").or(() -> released.find("unevaluatedProperties")).map(Element::json).map(Compatibility::takesAll).orElse(true)) {
            after.entrySet().stream().filter(property -> !before.containsKey(property.getKey())).forEach(property ->
                    changes.add(new Change(property.getValue(), Breaks.EARLIER_READERS, "property " + property.getKey() + " is new, and the schema was closed")));
        }
    }

    private void required(Element released, Element now) {
        var before = texts(released.find("required"));
        var after = texts(now.find("required"));
        var at = now.find("required").orElse(now);
        without(after, before).forEach(name -> changes.add(new Change(at, Breaks.EARLIER_EVENTS, "property " + name + " is required now")));
        without(before, after).forEach(name -> changes.add(new Change(at, Breaks.EARLIER_READERS, "property " + name + " is no longer required")));
    }

    private void types(Element released, Element now) {
        var before = released.find("type").isPresent() ? texts(released.find("type")) : TYPES;
        var after = now.find("type").isPresent() ? texts(now.find("type")) : TYPES;
        var at = now.find("type").orElse(now);
        before.stream().filter(type -> !takes(after, type)).sorted().forEach(type -> changes.add(new Change(at, Breaks.EARLIER_EVENTS, "type " + type + " is no longer taken")));
        after.stream().filter(type -> !takes(before, type)).sorted().forEach(type -> changes.add(new Change(at, Breaks.EARLIER_READERS, "type " + type + " is taken now")));
    }

    private static boolean takes(Set<String> types, String type) {
        return types.contains(type) || type.equals("integer") && types.contains("number");
    }

    private void allowedValues(Element released, Element now) {
        var before = values(released);
        var after = values(now);
        var at = now.find("enum").or(() -> now.find("const")).orElse(now);
        if (before.isPresent() != after.isPresent()) {
            changes.add(after.isPresent() ? new Change(at, Breaks.EARLIER_EVENTS, "only the values " + after.get() + " are taken now")
                    : new Change(at, Breaks.EARLIER_READERS, "values besides " + before.get() + " are taken now"));
        } else if (before.isPresent()) {
            without(before.get(), after.get()).forEach(value -> changes.add(new Change(at, Breaks.EARLIER_EVENTS, "value " + value + " is no longer taken")));
            without(after.get(), before.get()).forEach(value -> changes.add(new Change(at, Breaks.EARLIER_READERS, "value " + value + " is taken now")));
        }
    }

    /** The values that the schema lists; empty where it lists none. */
    private static Optional<Set<String>> values(Element schema) {
        var one = schema.find("const").map(value -> Set.of(value.json().toString()));
        return one.isPresent() ? one : schema.find("enum").map(list -> list.items().stream().map(value -> value.json().toString()).collect(Collectors.toSet()));
    }

    private void changed(Element at, Breaks breaks, String keyword, Optional<Element> before, Optional<Element> after) {
        changes.add(new Change(at, breaks, keyword + " is " + text(after) + " and was " + text(before)));
    }

    private static String text(Optional<Element> keyword) {
        return keyword.map(found -> found.json().toString()).orElse("not set");
    }

    /** A text, or the texts of a list. */
    private static Set<String> texts(Optional<Element> keyword) {
        return keyword.map(found -> found.isScalar() ? Set.of(found.text()) : found.items().stream().map(Element::text).collect(Collectors.toSet())).orElse(Set.of());
    }

    private static Set<String> without(Set<String> all, Set<String> some) {
        var rest = new TreeSet<>(all);
        rest.removeAll(new HashSet<>(some));
        return rest;
    }
}
