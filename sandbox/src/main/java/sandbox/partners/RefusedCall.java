package sandbox.partners;

import java.util.Map;

/** A partner's answer to a call that it does not do. */
public final class RefusedCall extends RuntimeException {

    private static final String NO_TYPE = "about:blank";

    private final int status;
    private final String type;
    private final String title;
    private final Map<String, Object> members;

    /** @param status of the answer @param detail what is wrong with the call */
    public RefusedCall(int status, String title, String detail) {
        this(status, NO_TYPE, title, detail, Map.of());
    }

    /** @param type of the problem, by which callers know it @param members what else the problem says */
    public RefusedCall(int status, String type, String title, String detail, Map<String, Object> members) {
        super(detail);
        this.status = status;
        this.type = type;
        this.title = title;
        this.members = members;
    }

    /** @param key of the call's header {@code Idempotency-Key} @throws RefusedCall (400) when there is none */
    public static void requireKey(String key) {
        if (key == null || key.isBlank()) {
            throw new RefusedCall(400, "Key missing", "The header Idempotency-Key is required");
        }
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }

    String title() {
        return title;
    }

    Map<String, Object> members() {
        return members;
    }
}
