package hub.queues;

/**
 * Where the messages in hand go to cannot be reached, whatever they are: thrown by a step, it means {@link Outcome.Away} for all of them. Nothing of
 * them may have been done that must not be repeated.
 */
public final class DestinationAway extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param message names the destination and what is wrong, for the log */
    public DestinationAway(String message, Throwable cause) {
        super(message, cause);
    }

    static boolean isIn(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof DestinationAway) {
                return true;
            }
        }
        return false;
    }
}
