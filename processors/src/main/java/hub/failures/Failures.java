package hub.failures;

import hub.events.Transactions;
import hub.failures.Failure.Status;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/** What an operator sees of the failure store, and does about it. */
public final class Failures {

    /** Most rows of one page. */
    public static final int MAX_PAGE = 500;
    /** Most rows that one page of a search for a text looks at. */
    private static final int MAX_SEARCHED = 20_000;

    /** A page. @param next null at the end; else the {@code after} of the next page. A search may have more to look at than it found. */
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

        /** It is not as the operator saw it. @param by who changed it last, or null */
        record Changed(String by, Instant at) implements Answer { }

        /** What it is to become would not do. */
        record Invalid(List<String> faults) implements Answer { }

        /** Only what was discarded comes back. */
        record NotDiscarded(Status status) implements Answer { }

        /** Later events of its subject have had their effect at its subscriber. */
        record LaterApplied() implements Answer { }

        /** Whether later events of its subject had their effect is no longer known: the log of that time was dropped. */
        record Forgotten() implements Answer { }

        /** The model of its subscriber is being built anew, or is half built. */
        record BeingRebuilt() implements Answer { }

        /** Its lane or its subscriber is at work at this moment. */
        record Busy() implements Answer { }
    }

    private final Transactions transactions;
    private final Lanes lanes;
    private final Restoration restoration;
    private final Predicate<String> isRetried;
    private final Runnable wakeDrainer;

    /** @param isRetried whether somebody tries again what is parked under a subscriber's name */
    public Failures(Transactions transactions, Lanes lanes, Predicate<String> isRetried, Runnable wakeDrainer) {
        this.isRetried = isRetried;
        this.transactions = transactions;
        this.lanes = lanes;
        this.restoration = new Restoration(transactions);
        this.wakeDrainer = wakeDrainer;
    }

    /** Newest first. @param after the {@code next} of the page before, or null */
    public Page list(Filter filter, String after, int limit) {
        int size = Math.max(1, Math.min(limit, MAX_PAGE));
        var indexed = filter.indexed();
        var searched = filter.searched();
        var params = new HashMap<String, Object>(indexed.params());
        params.putAll(searched.params());
        var from = indexed.text();
        if (after != null) {
            var cursor = after.split("_", 2);
            from += " and (created_at, id) < (:createdAt::timestamptz, :id::uuid)";
            params.put("createdAt", Instant.parse(cursor[0]).toString());
            params.put("id", UUID.fromString(cursor[1]).toString());
        }
        var where = from;
        return transactions.inTransaction(() -> {
            if (filter.q() == null) {
                var rows = rows("hub.failure where " + where, size + 1, params);
                return rows.size() > size ? new Page(rows.subList(0, size), cursor(rows.get(size - 1))) : new Page(rows, null);
            }
            var looked = "(select * from hub.failure where " + where + " order by created_at desc, id desc limit " + MAX_SEARCHED + ") looked";
            var rows = rows(looked + " where " + searched.text(), size + 1, params);
            if (rows.size() > size) {
                return new Page(rows.subList(0, size), cursor(rows.get(size - 1)));
            }
            return new Page(rows, lastLookedAt(where, params));
        });
    }

    private List<Failure> rows(String from, int limit, Map<String, Object> params) {
        return transactions.sql().sql("select " + Lanes.LISTED + " from " + from + " order by created_at desc, id desc limit " + limit).params(params).query(Lanes::failure).list();
    }

    /** Where a search stopped looking; null where it has seen everything. */
    private String lastLookedAt(String where, Map<String, Object> params) {
        return transactions.sql().sql("select created_at, id from hub.failure where " + where + " order by created_at desc, id desc offset " + (MAX_SEARCHED - 1) + " limit 1").params(params)
                .query((row, n) -> row.getTimestamp(1).toInstant() + "_" + row.getString(2)).optional().orElse(null);
    }

    private static String cursor(Failure last) {
        return last.createdAt() + "_" + last.id();
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

    /** The first failures that wait behind this one, in their order. */
    public List<Failure> firstBehind(Failure failure, int limit) {
        return transactions.inTransaction(() -> lanes.firstBehind(failure, limit));
    }

    /** Makes a head due now; what waits behind it follows in order. */
    public Answer retry(UUID id, String operator) {
        return change(id, failure -> {
            if (failure.status() == Status.RETRYING) {
                return new Answer.NotNow(failure.status());
            }
            if (!isRetried(failure)) {
                return new Answer.NobodyRetries();
            }
            var head = lanes.headOf(failure).filter(first -> !first.equals(id));
            if (head.isPresent()) {
                return new Answer.Behind(head.get());
            }
            lanes.release(failure, operator);
            return null;
        });
    }

    /** Ends a failure without effect; what waits behind it follows. @param reason why, for the record */
    public Answer discard(UUID id, String operator, String reason) {
        return change(id, failure -> {
            if (failure.status() == Status.RETRYING) {
                return new Answer.NotNow(failure.status());
            }
            lanes.discard(failure, operator, reason);
            return null;
        });
    }

    /**
     * Changes what an open failure says when it is tried again; its id, place and claim stay, and what it said before is kept.
     *
     * @param seen   whether the failure is still as the operator saw it
     * @param edit   what it is to say
     * @param reason why, for the record; or null
     */
    public Answer edit(UUID id, Predicate<Failure> seen, Edit edit, String operator, String reason) {
        return change(id, failure -> {
            if (!seen.test(failure)) {
                return changedBefore(failure);
            }
            if (failure.status() == Status.RETRYING) {
                return new Answer.NotNow(failure.status());
            }
            if (!isRetried(failure)) {
                return new Answer.NobodyRetries();
            }
            var edited = edit.of(failure);
            if (!edited.faults().isEmpty()) {
                return new Answer.Invalid(edited.faults());
            }
            lanes.edit(failure, edited, operator, reason);
            return null;
        });
    }

    /** Takes a discarded failure back, unless its lane has gone on without it: it is HELD, and later ones of its lane wait behind it. */
    public Answer restore(UUID id, String operator) {
        return restoration.restore(id, operator, lanes);
    }

    /** How a failure was edited, the latest first. */
    public List<Edit.Done> edits(UUID id) {
        return transactions.inTransaction(() -> lanes.edits(id));
    }

    /** Rows by flow and status. */
    public record Count(String flow, Status status, long rows) { }

    /** Open rows by flow and status, for metrics. */
    public List<Count> counts() {
        return transactions.inTransaction(() -> transactions.sql().sql("select flow, status, count(*) from hub.failure where " + FailureStore.OPEN + " group by flow, status")
                .query((row, n) -> new Count(row.getString(1), Status.valueOf(row.getString(2)), row.getLong(3))).list());
    }

    private boolean isRetried(Failure failure) {
        return failure.subscriber() != null && isRetried.test(failure.subscriber());
    }

    private static Answer changedBefore(Failure failure) {
        var last = failure.history().path(failure.history().size() - 1);
        return new Answer.Changed(last.path("who").asText(null), failure.updatedAt());
    }

    private interface Change {
        /** @return why it cannot be, or null */
        Answer to(Failure failure);
    }

    private Answer change(UUID id, Change change) {
        return transactions.inTransaction(() -> {
            var failure = lanes.find(id, true).orElse(null);
            if (failure == null) {
                return new Answer.Unknown();
            }
            if (!failure.status().isOpen()) {
                return new Answer.NotNow(failure.status());
            }
            var refusal = change.to(failure);
            if (refusal != null) {
                return refusal;
            }
            transactions.afterCommit(wakeDrainer);
            return new Answer.Done(lanes.find(id, false).orElseThrow());
        });
    }
}
