package hub.operations;

import hub.events.Times;
import hub.failures.Failure.Status;
import hub.failures.Filter;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Which failures to list, as the parameters of {@code GET /ops/failures} say. @param next null for the first page */
record FailureQuery(Filter filter, int limit, String next) {

    private static final Set<String> FILTER = Set.of("status", "flow", "subscriber", "type", "subject", "group", "from", "to", "q");
    private static final Set<String> NAMES = with(FILTER, List.of("limit", "next"));
    private static final Pattern NEXT = Pattern.compile("[0-9T:.\\-]{10,40}Z_[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    static FailureQuery parse(Map<String, String> parameters) {
        var given = new Parameters(parameters, NAMES);
        return new FailureQuery(filter(given), given.limit(), next(given.text("next")));
    }

    /** A filter alone, under the same names. */
    static Filter filter(Map<String, String> parameters) {
        return filter(new Parameters(parameters, FILTER));
    }

    private static Filter filter(Parameters given) {
        return new Filter(given.oneOf("status", Status.class), given.text("flow"), given.text("subscriber"), given.text("type"), given.text("subject"), given.text("group"),
                given.time("from"), given.time("to"), given.text("q"));
    }

    private static String next(String text) {
        if (text == null) {
            return null;
        }
        try {
            if (NEXT.matcher(text).matches()) {
                Times.parse(text.substring(0, text.indexOf('_')));
                return text;
            }
        } catch (IllegalArgumentException e) {
            throw Problem.invalid("next has to be the next of the page before");
        }
        throw Problem.invalid("next has to be the next of the page before");
    }

    private static Set<String> with(Set<String> names, List<String> more) {
        var all = new HashSet<>(names);
        all.addAll(more);
        return Set.copyOf(all);
    }
}
