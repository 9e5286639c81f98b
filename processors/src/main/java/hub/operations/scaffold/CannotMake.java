package hub.operations.scaffold;

/** Something cannot be scaffolded; the message says why in a line. */
final class CannotMake extends RuntimeException {

    private static final long serialVersionUID = 1L;

    CannotMake(String message) {
        super(message, null, false, false);
    }
}
