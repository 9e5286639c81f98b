package sandbox.partners;

/** A partner's answer to a call that it does not do. */
public final class RefusedCall extends RuntimeException {

    private final int status;
    private final String title;

    /** @param status of the answer @param detail what is wrong with the call */
    public RefusedCall(int status, String title, String detail) {
        super(detail);
        this.status = status;
        this.title = title;
    }

    int status() {
        return status;
    }

    String title() {
        return title;
    }
}
