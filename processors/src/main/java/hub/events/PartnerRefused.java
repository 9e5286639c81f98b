package hub.events;

/** A partner refused a call with a 4xx answer; the same call would be refused again. */
public final class PartnerRefused extends PermanentFailure {

    private static final long serialVersionUID = 1L;
    private final int status;

    public PartnerRefused(String partner, int status) {
        super("partner-refused", "partner " + partner + " refused the call with status " + status);
        this.status = status;
    }

    /** Whether a partner said that it does not have what it was asked for. */
    public static boolean isNotFound(Throwable fault) {
        return isStatus(fault, 404);
    }

    /** Whether a partner refused with this status. */
    public static boolean isStatus(Throwable fault, int status) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof PartnerRefused refused) {
                return refused.status == status;
            }
        }
        return false;
    }
}
