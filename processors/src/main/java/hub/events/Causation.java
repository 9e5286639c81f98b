package hub.events;

import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Why something happens: the correlation id of the whole conversation, the id of the causing event or command, and the W3C trace
 * context. Bound to the thread that handles a request or an event, so that every event appended there carries it.
 *
 * @param correlationId never null
 * @param causationId   id of the causing event, message or command; null where nobody knows of one
 * @param traceparent   W3C trace context, always well-formed
 */
public record Causation(String correlationId, String causationId, String traceparent) {

    private static final Pattern TRACEPARENT = Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern CORRELATION = Pattern.compile("[\\x21-\\x7e]{1,128}");
    private static final ThreadLocal<Causation> CURRENT = new ThreadLocal<>();

    /** Continues what came in: a missing or unusable correlation id is made, a malformed trace context replaced by a new trace. */
    public static Causation continuing(String correlationId, String causationId, String traceparent) {
        return new Causation(
                correlationId != null && CORRELATION.matcher(correlationId).matches() ? correlationId : UUID.randomUUID().toString(),
                causationId,
                isTraceparent(traceparent) ? traceparent : newTrace());
    }

    /** What the thread is working for; a new conversation where nothing was bound. */
    public static Causation current() {
        var current = CURRENT.get();
        return current != null ? current : continuing(null, null, null);
    }

    /** As {@link #current}; empty where nothing was bound. */
    public static Optional<Causation> bound() {
        return Optional.ofNullable(CURRENT.get());
    }

    /** Runs the work with this causation bound to the thread, and restores what was bound before. */
    public <T> T during(Supplier<T> work) {
        var before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** Whether the text is a W3C trace context header of a version known or to come, with no all-zero id. */
    public static boolean isTraceparent(String text) {
        return text != null && TRACEPARENT.matcher(text).matches();
    }

    /** The trace that a well-formed trace context belongs to. */
    public static String traceId(String traceparent) {
        return traceparent.substring(3, 35);
    }

    /** The span that a well-formed trace context names: whose work goes on. */
    public static String spanId(String traceparent) {
        return traceparent.substring(36, 52);
    }

    private static String newTrace() {
        var trace = UUID.randomUUID();
        var span = UUID.randomUUID().getLeastSignificantBits();   // its variant bits keep it from being zero
        var hex = HexFormat.of();
        return "00-" + hex.toHexDigits(trace.getMostSignificantBits()) + hex.toHexDigits(trace.getLeastSignificantBits()) + "-" + hex.toHexDigits(span) + "-01";
    }
}
