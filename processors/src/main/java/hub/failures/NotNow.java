package hub.failures;

/** A message cannot be tried now for a reason that is not its own, for example because an operator stopped its route; it is no attempt. */
public class NotNow extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public NotNow(String message) {
        super(message);
    }

    static boolean isIn(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof NotNow) {
                return true;
            }
        }
        return false;
    }
}
