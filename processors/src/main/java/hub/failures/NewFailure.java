package hub.failures;

import hub.events.Causation;
import hub.events.Event;
import hub.events.InboundEvents;
import hub.events.InboundRecord;
import hub.events.KafkaStream;
import hub.events.PermanentFailure;
import hub.events.Recorded;
import hub.failures.Drainer.RetryFailed;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A message to be parked, with all that an operator needs to see and the hub needs to try again.
 *
 * @param code       stable, kebab-case
 * @param reason     one sentence
 * @param flow       the route id
 * @param step       the id of the step that failed, or null
 * @param subscriber who tries it again: a subscriber, {@code relay:<name>}, {@code ingress:<topic>} or {@code queue:<queue>}
 * @param position   its place in the lane of its subject; null where it blocks nothing
 * @param heals      whether trying again may help; otherwise it is held for an operator at once
 * @param attempts   how often it was tried
 * @param headers    without credentials
 * @param deadLetter the topic it is shown on with its original key and value; null for an event that the ingress recorded, which knows them, or one made here
 */
public record NewFailure(String code, String reason, String flow, String step, String subscriber, String type, String subject, String source,
                         String eventId, Long position, boolean heals, Throwable fault, int attempts, String correlationId, String traceparent,
                         Map<String, String> headers, byte[] payload, String deadLetter, byte[] recordKey, byte[] recordValue) {

    /** Header of a parked record: its timestamp. */
    static final String TIMESTAMP = "kafka.timestamp";

    private static final Set<Class<?>> WRAPPERS = Set.of(StepFailed.class, RetryFailed.class, InvocationTargetException.class, UndeclaredThrowableException.class);

    /** Code of a fault that has no code of its own. */
    public static final String PROCESSING_FAILED = "processing-failed";

    /** An event that a subscriber or relay gave up. */
    public static NewFailure ofEvent(String subscriber, String flow, Recorded recorded, Throwable fault, int attempts) {
        Event event = recorded.event();
        var permanent = permanent(fault);
        boolean heals = permanent == null || permanent.code().equals(KafkaStream.UNKNOWN_TOPIC);   // somebody may be about to make it
        return new NewFailure(permanent == null ? PROCESSING_FAILED : permanent.code(), reason(fault), flow, step(fault), subscriber, event.type(), event.subject(),
                event.source(), event.id(), recorded.position(), heals, fault, attempts, event.correlationId(), event.traceparent(), Map.of(),
                recorded.envelope().getBytes(StandardCharsets.UTF_8), null, null, null);
    }

    /** A record that the ingress cannot read. */
    public static NewFailure ofRecord(String flow, InboundRecord record, PermanentFailure why) {
        var context = InboundEvents.contextOf(record);
        return new NewFailure(why.code(), why.getMessage(), flow, null, "ingress:" + record.topic(), record.topic(), null, record.source(), record.coordinates(),
                null, false, why, 1, context.correlationId(), context.traceparent(), withTimestamp(record),
                record.value() == null ? new byte[0] : record.value(), record.topic() + ".dlq", record.key(), record.value());
    }

    /** A message of an SQS queue that was rejected or is parked; trying it again does not help by itself. @param subscriber {@code queue:<queue>} */
    public static NewFailure ofQueued(String flow, String step, String subscriber, String source, String messageId, PermanentFailure why, int attempts,
                                      Map<String, String> attributes, String body) {
        var context = Causation.continuing(attributes.get("correlationid"), null, attributes.get("traceparent"));
        return new NewFailure(why.code(), why.getMessage(), flow, step, subscriber, attributes.get("type"), null, source, messageId, null, false, why, attempts,
                context.correlationId(), context.traceparent(), attributes, body.getBytes(StandardCharsets.UTF_8), null, null, null);
    }

    /** When the record came is not in its headers, and a flat event has its time from there. */
    private static Map<String, String> withTimestamp(InboundRecord record) {
        var headers = new HashMap<>(record.headers());
        headers.put(TIMESTAMP, record.timestamp().toString());
        return headers;
    }

    /** The fault in the chain of causes that says that trying again cannot help, or null. */
    public static PermanentFailure permanent(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof PermanentFailure permanent) {
                return permanent;
            }
        }
        return null;
    }

    /** The simple name of the fault's class. */
    public String exception() {
        return fault == null ? null : unwrapped(fault).getClass().getSimpleName();
    }

    /** The step that failed, where the fault says it. */
    public static String step(Throwable fault) {
        for (var cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof StepFailed failed) {
                return failed.step();
            }
        }
        return null;
    }

    /** Class and method of the hub's own code that the fault first shows, or null. */
    static String frame(Throwable fault) {
        for (var cause = fault == null ? null : unwrapped(fault); cause != null; cause = cause.getCause()) {
            for (var frame : cause.getStackTrace()) {
                if (frame.getClassName().startsWith("hub.")) {
                    return frame.getClassName().replaceFirst("\\$\\$.*", "") + "." + frame.getMethodName().replaceFirst("^lambda\\$(.+)\\$\\d+$", "$1");
                }
            }
        }
        return null;
    }

    /** The fault itself, without what Camel and the platform wrapped around it. */
    static Throwable unwrapped(Throwable fault) {
        var cause = fault;
        while (cause.getCause() != null && (cause.getClass().getName().startsWith("org.apache.camel.") || WRAPPERS.contains(cause.getClass()))) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** One line for an operator; of a database fault what the database said, without the statement. */
    public static String reason(Throwable fault) {
        var cause = unwrapped(fault);
        for (var deeper = cause; deeper != null; deeper = deeper.getCause()) {
            if (deeper instanceof SQLException) {
                cause = deeper;
            }
        }
        var message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.lines().findFirst().orElseThrow();
    }
}
