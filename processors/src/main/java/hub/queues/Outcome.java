package hub.queues;

/** What a message of a queue came to, and so what becomes of it. */
public sealed interface Outcome {

    /** Done: deleted. */
    record Applied() implements Outcome { }

    /** Was done before: deleted, and counted apart. */
    record Duplicate() implements Outcome { }

    /** Refused for good: recorded as REJECTED in the failure store, then deleted. It pages nobody. @param code stable, kebab-case @param step that refused it, or null */
    record Rejected(String code, String reason, String step) implements Outcome { }

    /** An operator's turn: HELD in the failure store, then deleted. @param code stable, kebab-case */
    record Parked(String code, String reason) implements Outcome { }

    /** Given back to the queue, which delivers it again after a growing delay, and gives it up after so many. */
    record Retry(String reason) implements Outcome { }

    /**
     * What it is for cannot be reached now, which is not its fault: it stays in hand and is tried again, and nothing is received meanwhile, so that an
     * outage uses up no deliveries.
     */
    record Away(String reason) implements Outcome { }
}
