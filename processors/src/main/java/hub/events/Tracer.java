package hub.events;

/** Shows hops to a tracing system. */
public interface Tracer {

    /** Begins to show a hop whose causation is known. */
    Span begin(Hop hop);

    /** A hop that is being shown, until its end. */
    interface Span {

        /** What happens during the hop happens for this, and so is its child in the trace. */
        Causation why();

        /** It fails. Of the fault nothing is shown but its class. */
        void failed(Throwable fault);

        void end();
    }
}
