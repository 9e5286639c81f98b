package hub.events;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A piece of work that a thread is at: which route works on what, and why. Log lines name it; where somebody traces, it is a span of the trace that its
 * causation is of.
 *
 * @param route id of the route; of a request that has not come to its route yet the path, of a call the partner, of a publication the relay
 * @param id    of the event or the message; null for a request, a call, and a batch
 * @param why   what it happens for; null for a batch, whose parts have each a cause of their own
 */
public record Hop(Kind kind, String route, String id, Causation why) {

    /** What begins a hop. */
    public enum Kind {
        /** A request that brought no trace with it, and so begins one. */
        FIRST_REQUEST,
        REQUEST,
        /** An event of the log, at a subscriber. */
        EVENT,
        /** A message of a queue. */
        MESSAGE,
        /** A change of a table. */
        CHANGE,
        /** A relay has published an event. */
        PUBLICATION,
        /** A call to a partner. */
        CALL,
        BATCH
    }

    private static final ThreadLocal<Bound> CURRENT = new ThreadLocal<>();
    private static volatile Tracer tracer;

    private record Bound(Hop hop, Tracer.Span span) { }

    /** From now on hops are shown to this tracer; null: to nobody. */
    public static void showTo(Tracer tracer) {
        Hop.tracer = tracer;
    }

    /** What the thread is at; empty where nothing was bound. */
    public static Optional<Hop> current() {
        return Optional.ofNullable(CURRENT.get()).map(Bound::hop);
    }

    /** What the thread is at has failed, though nothing is thrown. */
    public static void failed(Throwable fault) {
        var bound = CURRENT.get();
        if (bound != null && bound.span() != null) {
            bound.span().failed(fault);
        }
    }

    /** Works on a batch. @param parts what is in it; asked for only where somebody traces */
    public static <T> T batch(String route, Supplier<List<Hop>> parts, Supplier<T> work) {
        var batch = new Hop(Kind.BATCH, route, null, null);
        if (tracer == null) {
            return batch.bound(work);
        }
        var spans = parts.get().stream().map(Hop::begin).toList();
        try {
            return batch.bound(work);
        } catch (RuntimeException | Error e) {
            spans.forEach(span -> span.failed(e));
            throw e;
        } finally {
            spans.forEach(Tracer.Span::end);
        }
    }

    /** Does the work as this hop, with its causation; what was bound to the thread before is restored. */
    public <T> T during(Supplier<T> work) {
        if (tracer == null) {
            return bound(work);
        }
        var span = begin();
        try {
            return bound(span, span.why(), work);
        } catch (RuntimeException | Error e) {
            span.failed(e);
            throw e;
        } finally {
            span.end();
        }
    }

    /** As {@link #during}, and shown to nobody: what it is part of is, or its own parts are. */
    public <T> T bound(Supplier<T> work) {
        var around = CURRENT.get();
        return bound(around == null ? null : around.span(), why, work);
    }

    /** Begins it on its own, bound to no thread; where nobody traces, the span is nothing but its causation. */
    public Tracer.Span begin() {
        var current = tracer;
        return current == null ? new Untraced(why) : current.begin(this);
    }

    private <T> T bound(Tracer.Span span, Causation cause, Supplier<T> work) {
        var before = CURRENT.get();
        CURRENT.set(new Bound(this, span));
        try {
            return cause == null ? work.get() : cause.during(work);
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    private record Untraced(Causation why) implements Tracer.Span {

        @Override
        public void failed(Throwable fault) {
            // shown to nobody
        }

        @Override
        public void end() {
            // shown to nobody
        }
    }
}
