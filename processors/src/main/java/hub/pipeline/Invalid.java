package hub.pipeline;

/** Why one message is refused for good. */
final class Invalid extends Exception {

    private static final long serialVersionUID = 1L;
    private final String code;

    /** @param code stable, kebab-case */
    Invalid(String code, String reason) {
        super(reason, null, false, false);
        this.code = code;
    }

    String code() {
        return code;
    }
}
