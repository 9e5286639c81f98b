package hub.registration.selection;

import java.util.Locale;
import java.util.stream.Stream;

/** What is to be done next of a selection; each step but the last one is a route of that name. */
enum Step {

    COUNT_ELIGIBLE, GATHER_CANDIDATES, CHOOSE_WINNERS, RESERVE_CODES, RELEASE_CODES, ENQUEUE_SELECTIONS, AWAIT_VERDICTS, REPORT_OUTCOME, ENDED;

    private final String route = name().toLowerCase(Locale.ROOT).replace('_', '-');

    String route() {
        return route;
    }

    /** Whether it is taken as soon as the one before is done. */
    boolean isAtOnce() {
        return this != AWAIT_VERDICTS && this != ENDED;
    }

    static Step of(String route) {
        return Stream.of(values()).filter(step -> step.route.equals(route)).findFirst().orElseThrow();
    }
}
