package hub.operations;

/** The hub cannot start for a reason outside it, which the message names together with what to do. */
public final class CannotStart extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public CannotStart(String message) {
        super(message, null, false, false);
    }
}
