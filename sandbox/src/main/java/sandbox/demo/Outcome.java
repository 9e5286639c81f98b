package sandbox.demo;

/** What a message came to. Every message is to have one of the first four. */
enum Outcome {
    APPLIED, DUPLICATE, REJECTED, PARKED,
    /** Not yet known, or lost. */
    UNACCOUNTED
}
