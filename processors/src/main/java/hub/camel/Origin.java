package hub.camel;

import hub.camel.Subscription.Outcome;
import hub.events.Recorded;
import hub.replay.ReplayTable;

/** Where a delivery comes from: the subscriber's own queue, or a replay, which keeps count of what its events come to. Both calls join the thread's transaction. */
interface Origin {

    Origin LIVE = new Origin() {
        @Override
        public String replay() {
            return null;
        }

        @Override
        public boolean isAwaited(Recorded recorded) {
            return true;
        }

        @Override
        public void cameTo(Recorded recorded, Outcome outcome) {
            // the ledger says it
        }
    };

    /** A replay for a subscriber. */
    static Origin replay(ReplayTable table, ReplayTable.Served served) {
        return new Origin() {
            @Override
            public String replay() {
                return served.job();
            }

            @Override
            public boolean isAwaited(Recorded recorded) {
                return table.isAwaited(served.job(), served.subscriber(), recorded.position());
            }

            @Override
            public void cameTo(Recorded recorded, Outcome outcome) {
                table.cameTo(served.job(), served.subscriber(), recorded.position(), switch (outcome) {
                    case APPLIED -> "applied";
                    case DUPLICATE -> "skipped";
                    case BEHIND -> "parked";
                    case PARKED -> "failed";
                });
            }
        };
    }

    /** Which replay; null where it is live. */
    String replay();

    /** Whether the event is still to be delivered. */
    boolean isAwaited(Recorded recorded);

    void cameTo(Recorded recorded, Outcome outcome);
}
