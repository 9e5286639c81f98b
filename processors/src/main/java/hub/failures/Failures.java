package hub.failures;

import hub.events.Transactions;
import hub.failures.Failure.Status;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What an operator sees of the failure store, and does about it. */
public final class Failures implements FailuresMXBean {

    /** Most rows of one page. */
    public static final int MAX_PAGE = 500;

    /**
     * Which failures to list; every field may be null.
     *
     * @param q     part of the reason, the code or the exception
     * @param after the {@code next} of the page before
     */
    public record Filter(Status status, String flow, String subscriber, String type, String subject, Instant from, Instant to, String q, String after) {
        public static final Filter ALL = new Filter(null, null, null, null, null, null, null, null, null);
    }

    /** A page. @param next null at the end; else the {@code after} of the next page */
    public record Page(List<Failure> items, String next) { }

    /** What became of an operator's wish. */
    public sealed interface Answer {
        record Done(Failure failure) implements Answer { }

        record Unknown() implements Answer { }

        /** It has ended already, or is on its way. */
        record NotNow(Status status) implements Answer { }

        /** No subscription, relay or ingress of this hub tries it again. */
        record NobodyRetries() implements Answer { }

        /** It waits behind another one. */
        record Behind(UUID headId) implements Answer { }
    }

    private final Transactions transactions;
    private final Lanes lanes;
    private final Predicate<String> isRetried;
    private final Runnable wakeDrainer;

    /** @param isRetried whether somebody tries again what is parked under a subscriber's name */
    public Failures(Transactions transactions, Lanes lanes, Predicate<String> isRetried, Runnable wakeDrainer) {
        this.isRetried = isRetried;
        this.transactions = transactions;
        this.lanes = lanes;
        this.wakeDrainer = wakeDrainer;
    }

    /** Newest first. */
    public Page list(Filter filter, int limit) {
        int size = Math.max(1, Math.min(limit, MAX_PAGE));
        var where = new ArrayList<String>();
        Map<String, Object> params = new LinkedHashMap<>();
        add(where, params, "status = :status", "status", filter.status() == null ? null : filter.status().name());
        add(where, params, "flow = :flow", "flow", filter.flow());
        add(where, params, "subscriber = :subscriber", "subscriber", filter.subscriber());
        add(where, params, "type = :type", "type", filter.type());
        add(where, params, "subject = :subject", "subject", filter.subject());
        add(where, params, "created_at >= :from::timestamptz", "from", filter.from() == null ? null : filter.from().toString());
        add(where, params, "created_at < :to::timestamptz", "to", filter.to() == null ? null : filter.to().toString());
        add(where, params, "(position(lower(:q) in lower(reason)) > 0 or position(lower(:q) in lower(code)) > 0 or position(lower(:q) in lower(coalesce(exception, ''))) > 0)",
                "q", filter.q());
        if (filter.after() != null) {
            var cursor = filter.after().split("_", 2);
            where.add("(created_at, id) < (:createdAt::timestamptz, :id::uuid)");
            params.put("createdAt", Instant.parse(cursor[0]).toString());
            params.put("id", UUID.fromString(cursor[1]).toString());
        }
        var rows = transactions.inTransaction(() -> transactions.sql()
                .sql("select " + Lanes.COLUMNS + " from hub.failure" + (where.isEmpty() ? "" : " where " + String.join(" and ", where))
                        + " order by created_at desc, id desc limit " + (size + 1))
                .params(params).query(Lanes::failure).list());
        if (rows.size() <= size) {
            return new Page(rows, null);
        }
        var last = rows.get(size - 1);
        return new Page(rows.subList(0, size), last.createdAt() + "_" + last.id());
    }

    public Optional<Failure> find(UUID id) {
        return transactions.inTransaction(() -> lanes.find(id, false));
    }

    /** The head of the lane that a blocked failure waits in. */
    public Optional<UUID> headOf(Failure failure) {
        return transactions.inTransaction(() -> lanes.headOf(failure));
    }

    /** How many failures wait behind this one. */
    public long behind(Failure failure) {
        return transactions.inTransaction(() -> lanes.behind(failure));
    }

    /** Makes a head due now; what waits behind it follows in order. */
    public Answer retry(UUID id, String operator) {
        var answer = transactions.inTransaction(() -> change(id, failure -> {
            if (failure.status() == Status.RETRYING) {
                return new Answer.NotNow(failure.status());
            }
            if (failure.subscriber() == null || !isRetried.test(failure.subscriber())) {
                return new Answer.NobodyRetries();
            }
            var head = lanes.headOf(failure).filter(first -> !first.equals(id));
            if (head.isPresent()) {
                return new Answer.Behind(head.get());
            }
            lanes.release(failure, operator);
            return null;
        }));
        wakeDrainer.run();
        return answer;
    }

    /** Ends a failure without effect; what waits behind it follows. @param reason why, for the record */
    public Answer discard(UUID id, String operator, String reason) {
        var answer = transactions.inTransaction(() -> change(id, failure -> {
            if (failure.status() == Status.RETRYING) {
                return new Answer.NotNow(failure.status());
            }
            lanes.discard(failure, operator, reason);
            return null;
        }));
        wakeDrainer.run();
        return answer;
    }

    @Override
    public long getOpen() {
        return counts().stream().filter(count -> count.status().isOpen()).mapToLong(Count::rows).sum();
    }

    @Override
    public long getHeld() {
        return counts().stream().filter(count -> count.status() == Status.HELD).mapToLong(Count::rows).sum();
    }

    @Override
    public String retry(String id) {
        return describe(retry(UUID.fromString(id), "jmx"));
    }

    @Override
    public String discard(String id, String reason) {
        if (reason == null || reason.isBlank()) {
            return "a reason is needed";
        }
        return describe(discard(UUID.fromString(id), "jmx", reason));
    }

    /** Rows by flow and status. */
    public record Count(String flow, Status status, long rows) { }

    /** Open rows by flow and status, for metrics. */
    public List<Count> counts() {
        return transactions.inTransaction(() -> transactions.sql().sql("select flow, status, count(*) from hub.failure where " + FailureStore.OPEN + " group by flow, status")
                .query((row, n) -> new Count(row.getString(1), Status.valueOf(row.getString(2)), row.getLong(3))).list());
    }

    private interface Change {
        Answer to(Failure failure);
    }

    private Answer change(UUID id, Change change) {
        var failure = lanes.find(id, true).orElse(null);
        if (failure == null) {
            return new Answer.Unknown();
        }
        if (!failure.status().isOpen()) {
            return new Answer.NotNow(failure.status());
        }
        var refusal = change.to(failure);
        return refusal != null ? refusal : new Answer.Done(lanes.find(id, false).orElseThrow());
    }

    private static String describe(Answer answer) {
        if (answer instanceof Answer.Done done) {
            return "now " + done.failure().status();
        }
        if (answer instanceof Answer.Behind behind) {
            return "waits behind " + behind.headId() + "; retry that one";
        }
        if (answer instanceof Answer.NobodyRetries) {
            return "nobody at this hub tries it again; it can be discarded";
        }
        return answer instanceof Answer.NotNow not ? "is " + not.status() : "unknown failure";
    }

    private static void add(List<String> where, Map<String, Object> params, String condition, String name, Object value) {
        if (value != null) {
            where.add(condition);
            params.put(name, value);
        }
    }
}
