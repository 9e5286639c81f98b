package sandbox.demo;

/** The demo cannot go on; the message is one line for whoever started it. */
final class CannotRun extends RuntimeException {

    CannotRun(String message) {
        super(message);
    }

    CannotRun(String message, Throwable cause) {
        super(message, cause);
    }
}
