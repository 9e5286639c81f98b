package hub.events;

/** A fault that no retry can heal: its event is parked as HELD at once and waits for an operator. */
public final class PermanentFailure extends RuntimeException {

    private final String code;

    /** @param code stable and short, for operators and alerts, as in {@code unknown-account} */
    public PermanentFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
