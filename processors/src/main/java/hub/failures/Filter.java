package hub.failures;

import hub.failures.Failure.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which failures are meant; every field may be null.
 *
 * @param group as {@link Failure#group()}
 * @param q     part of the reason, the code or the exception
 */
public record Filter(Status status, String flow, String subscriber, String type, String subject, String group, Instant from, Instant to, String q) {

    public static final Filter ALL = new Filter(null, null, null, null, null, null, null, null, null);

    /** What PostgreSQL is asked for. @param text {@code true} where every row is meant */
    record Condition(String text, Map<String, Object> params) { }

    /** All of it but the text, which no index knows. The status stands there as it is, so that indexes of open failures serve. */
    Condition indexed() {
        return condition(List.of(
                new Part(status == null ? null : "status = '" + status + "'", null, null),
                new Part("flow = :flow", "flow", flow),
                new Part("subscriber = :subscriber", "subscriber", subscriber),
                new Part("type = :type", "type", type),
                new Part("subject = :subject", "subject", subject),
                new Part("hub.failure_group(flow, code, exception, frame) = :group", "group", group),
                new Part("created_at >= :from::timestamptz", "from", from == null ? null : from.toString()),
                new Part("created_at < :to::timestamptz", "to", to == null ? null : to.toString())));
    }

    /** The text. */
    Condition searched() {
        return condition(List.of(new Part("(position(lower(:q) in lower(reason)) > 0 or position(lower(:q) in lower(code)) > 0 or position(lower(:q) in lower(coalesce(exception, ''))) > 0)", "q", q)));
    }

    private record Part(String text, String name, Object value) {
        boolean isMeant() {
            return name == null ? text != null : value != null;
        }
    }

    private static Condition condition(List<Part> parts) {
        var texts = new ArrayList<String>();
        var params = new LinkedHashMap<String, Object>();
        parts.stream().filter(Part::isMeant).forEach(part -> {
            texts.add(part.text());
            if (part.name() != null) {
                params.put(part.name(), part.value());
            }
        });
        return new Condition(texts.isEmpty() ? "true" : String.join(" and ", texts), params);
    }
}
