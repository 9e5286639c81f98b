package hub.registration;

/** Notes in calls what came of the one that was just made. */
public final class CallNotes {

    /** The partner has answered for each item. */
    public void answered(ItemCalls calls, String answer) {
        calls.answered(answer);
    }

    /** The partner refused the call as it is: a 4xx answer. */
    public void refused(ItemCalls calls, Exception fault) {
        calls.refused(fault);
    }

    /** The partner is there and failed at it. */
    public void failed(ItemCalls calls, Exception fault) {
        calls.failed(fault);
    }

    /** The partner did not answer, or said that it cannot now. */
    public void away(ItemCalls calls, Exception fault) {
        calls.away(fault);
    }

    /** The partner was not called, because it fails too often. */
    public void shut(ItemCalls calls, Exception fault) {
        calls.shut(fault);
    }
}
