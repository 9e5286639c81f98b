package hub.operations;

/** The failure store in JMX: {@code hub:type=Failures}. */
public interface FailuresMXBean {

    /** Messages that wait, are held, blocked or being retried. */
    long getOpen();

    /** Messages that wait for an operator. */
    long getHeld();

    /** Makes a head due now. @return what became of it */
    String retry(String id);

    /** Ends a failure without effect. @return what became of it */
    String discard(String id, String reason);

    /** Takes a discarded failure back. @return what became of it */
    String restore(String id);
}
