package hub.events;

/** Something that the work needs is away or has too much to do, and nothing was changed: a request gets 503, a message comes again. */
public final class Unavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message what is away, for the log; nothing personal */
    public Unavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
