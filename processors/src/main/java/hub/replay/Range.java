package hub.replay;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which events of the log a subscriber is to have, as a condition on {@code hub.event_log e}. */
record Range(String where, Map<String, Object> params) {

    static Range of(ReplayOrder order, List<String> types) {
        var where = new StringBuilder("e.type = any (:types)");
        Map<String, Object> params = new HashMap<>();
        params.put("types", types.toArray(String[]::new));
        if (order.from() != null) {
            where.append(" and e.recorded_at >= :from::timestamptz and e.recorded_at < :to::timestamptz");
            params.put("from", order.from().toString());
            params.put("to", order.to().toString());
        }
        if (!order.subjects().isEmpty()) {
            where.append(" and e.subject = any (:subjects)");
            params.put("subjects", order.subjects().toArray(String[]::new));
        }
        return new Range(where.toString(), Map.copyOf(params));
    }
}
