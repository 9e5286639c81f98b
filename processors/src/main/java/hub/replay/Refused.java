package hub.replay;

/** A replay that cannot be ordered so; the message says why. */
public final class Refused extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** What is wrong with it. */
    public enum Reason {
        /** It contradicts itself, or lacks something. */
        INVALID_REQUEST,
        UNKNOWN_SUBSCRIBER,
        UNKNOWN_EVENT_TYPE,
        /** The subscriber does not say how its model is cleared. */
        NOT_REBUILDABLE,
        /** Events that the model was made of are no longer in the log. */
        EVENTS_DROPPED,
        /** Another replay of the subscriber stands in its way. */
        SUBSCRIBER_BUSY
    }

    private final Reason reason;

    public Refused(Reason reason, String message) {
        super(message, null, false, false);
        this.reason = reason;
    }

    static Refused invalid(String message) {
        return new Refused(Reason.INVALID_REQUEST, message);
    }

    public Reason reason() {
        return reason;
    }
}
