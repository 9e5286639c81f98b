package hub.failures;

/** Tries a parked message again: a subscription, a relay, the ingress. Known to the drainer under the failure's subscriber. */
public interface Retrier {

    /**
     * Whether the effect is on a partner. If so the drainer leases the row, the call is made outside any transaction, and the end is settled in one
     * of its own; otherwise everything happens in the drainer's transaction.
     */
    boolean callsPartner();

    /**
     * Does what the message is for; throws where it fails.
     *
     * @param settlement ends the failure; with a partner, the retrier may run it with further work in one transaction, else the drainer does
     */
    void retry(Failure failure, Settlement settlement) throws Exception;

    /** Ends a failure together with work that belongs to the same transaction. */
    interface Settlement {
        void settle(Runnable work);
    }
}
