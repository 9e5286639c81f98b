package hub.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Transactions;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who did what, when and to what: every act of an operator passes here, and what is refused or fails leaves no entry. */
public final class Audit {

    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final String JMX = "jmx";
    /** Who acts on MBeans; by JMX itself nobody says a name. */
    private static final ThreadLocal<String> ACTOR = ThreadLocal.withInitial(() -> JMX);

    /** They stay with what they belong to. */
    private static final Set<String> CONTENT = Set.of("payload", "headers");
    private static final int MAX_DETAIL = 4_000;
    private final Transactions transactions;
    private final Duration retention;

    /** @param retention after which an entry is forgotten */
    public Audit(Transactions transactions, Duration retention) {
        this.transactions = transactions;
        this.retention = retention;
    }

    /** An act. @param via {@code http} or {@code jmx} @param target id or name of what it is done to, or null @param asked what was asked */
    record Act(String operator, String via, String action, String target, JsonNode asked) { }

    /** An act that was done. */
    record Entry(long id, Instant at, String operator, String via, String action, String target, JsonNode detail) { }

    /** Which entries to list; every field may be null. @param before the {@code next} of the page before */
    record Query(String operator, String action, String target, Instant from, Instant to, Long before) { }

    /** Does what an operator wants and notes it down, both or neither. */
    <T> T during(Act act, Supplier<T> work) {
        return transactions.inTransaction(() -> {
            T done = work.get();   // which refuses what is no request before anything of it is written
            transactions.sql().sql("insert into hub.audit (operator, via, action, target, detail) values (?, ?, ?, ?, ?::jsonb)")
                    .params(act.operator(), act.via(), act.action(), act.target(), Json.write(detail(act.asked()))).update();
            return done;
        });
    }

    /** Does something with MBeans in somebody's name. */
    public static <T> T as(String operator, Supplier<T> work) {
        ACTOR.set(operator);
        try {
            return work.get();
        } finally {
            ACTOR.remove();
        }
    }

    /** Who acts on an MBean on this thread. */
    static String actor() {
        return ACTOR.get();
    }

    /** As {@link #during}, by an MBean, where a refusal is an answer as any other. */
    String duringJmx(String action, String target, JsonNode asked, Supplier<String> work) {
        try {
            return during(act(action, target, asked), work);
        } catch (Problem refused) {
            return refused.getMessage();
        }
    }

    /** As {@link #duringJmx} for what is not done in the database, and may take its time: it is done first, and noted down then. */
    String afterJmx(String action, String target, Supplier<String> work) {
        try {
            var done = work.get();
            note(action, target, null);
            return done;
        } catch (Problem refused) {
            return refused.getMessage();
        }
    }

    /** Notes down what was done by an MBean, outside the database. Without a database it is in the log, and done all the same: it may be what is to be done then. */
    public void note(String action, String target, JsonNode asked) {
        try {
            during(act(action, target, asked), () -> null);
        } catch (RuntimeException e) {
            LOG.warn("not in the audit, by {}: {} {}", actor(), action, target, e);
        }
    }

    private static Act act(String action, String target, JsonNode asked) {
        return new Act(actor(), JMX, action, target, asked);
    }

    /** Without payloads, which may hold personal data, and not as long as a book. */
    private static JsonNode detail(JsonNode asked) {
        if (!(asked instanceof ObjectNode object)) {
            return Json.MAPPER.createObjectNode();
        }
        var detail = object.deepCopy();
        CONTENT.stream().filter(detail::has).forEach(name -> detail.put(name, "…"));
        var ids = detail.path("ids").size();
        return Json.write(detail).length() <= MAX_DETAIL ? detail : Json.MAPPER.createObjectNode().put("shortened", true).put("ids", ids);
    }

    /** Newest first. */
    List<Entry> list(Query query, int limit) {
        var where = new ArrayList<String>();
        Map<String, Object> params = new HashMap<>();
        add(where, params, "operator = :operator", "operator", query.operator());
        add(where, params, "action = :action", "action", query.action());
        add(where, params, "target = :target", "target", query.target());
        add(where, params, "at >= :from", "from", query.from() == null ? null : Timestamp.from(query.from()));
        add(where, params, "at < :to", "to", query.to() == null ? null : Timestamp.from(query.to()));
        add(where, params, "id < :before", "before", query.before());
        return transactions.inTransaction(() -> transactions.sql().sql("select id, at, operator, via, action, target, detail from hub.audit"
                + (where.isEmpty() ? "" : " where " + String.join(" and ", where)) + " order by id desc limit " + limit).params(params)
                .query((row, n) -> new Entry(row.getLong(1), row.getTimestamp(2).toInstant(), row.getString(3), row.getString(4), row.getString(5), row.getString(6), Json.read(row.getString(7)))).list());
    }

    /** Forgets entries over the retention; called by the route {@code housekeeping}. @return how many */
    public int forgetOld() {
        return transactions.inTransaction(() -> transactions.sql().sql("delete from hub.audit where at < clock_timestamp() - ? * interval '1 second'").params(retention.toSeconds()).update());
    }

    private static void add(List<String> where, Map<String, Object> params, String condition, String name, Object value) {
        if (value != null) {
            where.add(condition);
            params.put(name, value);
        }
    }
}
