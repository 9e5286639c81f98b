package hub.operations.cli;

/** A command that cannot do what it was asked to; the message is one line that says why and what to do. */
final class Unfulfilled extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unfulfilled(String message) {
        super(message, null, false, false);
    }
}
