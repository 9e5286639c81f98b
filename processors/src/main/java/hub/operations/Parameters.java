package hub.operations;

import hub.events.Times;
import hub.failures.Failures;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Parameters of a list, each refused where it cannot be understood. An unknown one is refused too: ignored, it would list too much. */
record Parameters(Map<String, String> given) {

    static final int DEFAULT_LIMIT = 50;

    /** @param names all there are */
    Parameters(Map<String, String> given, Set<String> names) {
        this(given);
        var unknown = new TreeSet<>(given.keySet());
        unknown.removeAll(names);
        if (!unknown.isEmpty()) {
            throw Problem.invalid("unknown parameter " + unknown.first() + "; there are " + String.join(", ", new TreeSet<>(names)));
        }
    }

    String text(String name) {
        return given.get(name);
    }

    <E extends Enum<E>> E oneOf(String name, Class<E> type) {
        var text = given.get(name);
        if (text == null) {
            return null;
        }
        for (var value : type.getEnumConstants()) {
            if (value.name().equalsIgnoreCase(text)) {
                return value;
            }
        }
        throw Problem.invalid(name + " has to be one of " + Arrays.toString(type.getEnumConstants()));
    }

    Instant time(String name) {
        try {
            return given.get(name) == null ? null : Times.parse(given.get(name));
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(name + " " + e.getMessage());
        }
    }

    Long number(String name) {
        var text = given.get(name);
        if (text != null && !text.matches("\\d{1,18}")) {
            throw Problem.invalid(name + " has to be a number");
        }
        return text == null ? null : Long.valueOf(text);
    }

    int limit() {
        var text = given.get("limit");
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > Failures.MAX_PAGE) {
            throw Problem.invalid("limit has to be a number from 1 to " + Failures.MAX_PAGE);
        }
        return Integer.parseInt(text);
    }
}
