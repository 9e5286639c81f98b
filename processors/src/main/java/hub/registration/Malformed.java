package hub.registration;

/** A message is not what its queue is for, and never will be. */
public final class Malformed extends Exception {

    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
        super(message);
    }
}
