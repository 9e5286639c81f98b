package hub.events;

/** A fault that trying again cannot heal: the message is parked at once, held for an operator, under a stable code. */
public class PermanentFailure extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String code;

    /** @param code stable, kebab-case, for example {@code unknown-account} */
    public PermanentFailure(String code, String message) {
        super(message);
        this.code = code;
    }

    public String code() {
        return code;
    }
}
