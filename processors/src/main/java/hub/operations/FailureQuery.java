package hub.operations;

import hub.failures.Failure.Status;
import hub.failures.Failures;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which failures to list, as the parameters of {@code GET /ops/failures} say. An unknown parameter is refused: ignored, it would list too much. */
record FailureQuery(Failures.Filter filter, int limit) {

    static final int DEFAULT_LIMIT = 50;
    private static final Set<String> NAMES = Set.of("status", "flow", "subscriber", "type", "subject", "from", "to", "q", "limit", "next");
    private static final Pattern NEXT = Pattern.compile("[0-9T:.\\-]{10,40}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    static FailureQuery parse(Map<String, String> parameters) {
        var unknown = new TreeSet<>(parameters.keySet());
        unknown.removeAll(NAMES);
        if (!unknown.isEmpty()) {
            throw Problem.invalid("unknown parameter " + unknown.first() + "; there are " + String.join(", ", new TreeSet<>(NAMES)));
        }
        return new FailureQuery(new Failures.Filter(status(parameters.get("status")), parameters.get("flow"), parameters.get("subscriber"), parameters.get("type"),
                parameters.get("subject"), time("from", parameters.get("from")), time("to", parameters.get("to")), parameters.get("q"), next(parameters.get("next"))),
                limit(parameters.get("limit")));
    }

    private static Status status(String text) {
        if (text == null) {
            return null;
        }
        return Arrays.stream(Status.values()).filter(status -> status.name().equalsIgnoreCase(text)).findFirst()
                .orElseThrow(() -> Problem.invalid("status has to be one of " + Arrays.toString(Status.values())));
    }

    private static Instant time(String name, String text) {
        try {
            var time = text == null ? null : OffsetDateTime.parse(text);
            if (time != null && (time.getYear() < 0 || time.getYear() > 9999)) {
                throw Problem.invalid(name + " is no time of these millennia");
            }
            return time == null ? null : time.toInstant();
        } catch (DateTimeParseException e) {
            throw Problem.invalid(name + " has to be a time as in 2026-11-20T08:00:00Z");
        }
    }

    private static String next(String text) {
        if (text == null) {
            return null;
        }
        try {
            if (NEXT.matcher(text).matches()) {
                Instant.parse(text.substring(0, text.indexOf('_')));
                return text;
            }
        } catch (DateTimeParseException e) {
            throw Problem.invalid("next has to be the next of the page before");
        }
        throw Problem.invalid("next has to be the next of the page before");
    }

    private static int limit(String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > Failures.MAX_PAGE) {
            throw Problem.invalid("limit has to be a number from 1 to " + Failures.MAX_PAGE);
        }
        return Integer.parseInt(text);
    }
}
