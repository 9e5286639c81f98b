package hub.failures;

/** A step of a flow threw; the cause is what it threw. */
public final class StepFailed extends RuntimeException {

    private static final long serialVersionUID = 1L;
    private final String step;

    /** @param step id of the step, or null where it is not known */
    public StepFailed(String step, Exception cause) {
        super(cause.getMessage(), cause);
        this.step = step;
    }

    public String step() {
        return step;
    }
}
