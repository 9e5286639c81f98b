package hub.registration.selection;

import hub.events.Causation;
import hub.events.Transactions;
import hub.registration.selection.ScoringPage.Candidate;
import hub.registration.selection.Selection.Figures;
import hub.registration.selection.SelectionModule.Rejections;
import hub.registration.selection.SelectionStatus.Status;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Selections in PostgreSQL. Every step is one transaction, which takes effect only on the revision that the step has read: a hub that was overtaken changes
 * nothing, and of one that dies all of the step is there or nothing. Table and indexes are in migration V17.
 */
final class SelectionRows {

    /** Figures change with the time, strictly. */
    private static final String CHANGED = "changed_at = greatest(date_trunc('milliseconds', clock_timestamp()), changed_at + interval '1 millisecond')";
    private static final String NOW = "clock_timestamp()";
    private static final String LATER = "clock_timestamp() + ? * interval '1 millisecond'";

    private final Transactions transactions;
    private final Pace pace;
    private final Rejections rejections;

    /**
     * How long things are left alone.
     *
     * @param lease  who works on a selection and takes no step for so long is taken over from
     * @param stands verdicts of which none came for so long are looked after
     */
    record Pace(Duration lease, Duration stands) { }

    /** Somebody else has taken the step, another hub or this one once more, which is as good. */
    static final class Overtaken extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Overtaken(Selection selection) {
            super("a step took longer than registration.selections.lease, and somebody else has gone on with " + selection);
        }
    }

    SelectionRows(Transactions transactions, Pace pace, Rejections rejections) {
        this.transactions = transactions;
        this.pace = pace;
        this.rejections = rejections;
    }

    /** Begins a selection, unless the market has one that did not fail. */
    Optional<Selection> insert(UUID selectionId, MarketToSelect market, Causation why) {
        return transactions.inTransaction(() -> transactions.sql().sql("""
                insert into registration.selection (selection_id, campaign_id, market_id, capacity, ratio, shared_code, status, step, correlation_id, traceparent)
                values (?, ?, ?, ?, ?, ?, 'PENDING', ?, ?, ?)
                on conflict (campaign_id, market_id) where status <> 'FAILED' do nothing returning *""")
                .params(selectionId, market.campaignId(), market.marketId(), market.size().capacity(), market.size().ratio(), market.sharedCode(), Step.COUNT_ELIGIBLE.route(),
                        why.correlationId(), why.traceparent()).query(SelectionRows::read).optional());
    }

    /** The selection of a market that did not fail. */
    Optional<UUID> of(MarketToSelect market) {
        return transactions.inTransaction(() -> transactions.sql().sql("select selection_id from registration.selection where campaign_id = ? and market_id = ? and status <> 'FAILED'")
                .params(market.campaignId(), market.marketId()).query(UUID.class).optional());
    }

    Optional<Selection> find(UUID selectionId) {
        return transactions.inTransaction(() -> transactions.sql().sql("select * from registration.selection where selection_id = ?").params(selectionId)
                .query(SelectionRows::read).optional());
    }

    /** Takes selections in hand that nobody has: those that nobody began, and those of whoever died. @param most at most so many */
    List<Selection> take(int most) {
        return transactions.inTransaction(() -> transactions.sql().sql("update registration.selection set due_at = " + LATER + " " + """
                 where selection_id in (select selection_id from registration.selection where step <> 'ended' and due_at <= clock_timestamp()
                                         order by due_at limit ? for update skip locked) returning *""")
                .params(pace.lease().toMillis(), most).query(SelectionRows::read).list());
    }

    /** The eligible are counted. */
    Selection counted(Selection selection, long total) {
        return transactions.inTransaction(() -> step(selection, Step.GATHER_CANDIDATES, null, "status = 'PROCESSING', total = ?", total));
    }

    /** A page of candidates is taken in; what is rejected is recorded. */
    Selection gathered(Selection selection, ScoringPage page) {
        return transactions.inTransaction(() -> {
            int added = transactions.sql().sql("insert into registration.candidate (selection_id, global_user_id, score) select ?, fan, score from unnest(?, ?) as page (fan, score) on conflict do nothing")
                    .params(selection.selectionId(), page.candidates().stream().map(Candidate::globalUserId).toArray(String[]::new),
                            page.candidates().stream().map(Candidate::score).toArray(Double[]::new)).update();
            if (!page.rejected().isEmpty()) {
                rejections.write(selection, page.rejected());
            }
            return step(selection, page.next() == null ? Step.CHOOSE_WINNERS : Step.GATHER_CANDIDATES, page.next(), "candidates = candidates + ?, rejected = rejected + ?",
                    added, page.rejected().size());
        });
    }

    /**
     * Chooses the winners: the highest scores, of equal ones the lowest {@code globalUserId} (by its bytes). Selections of one campaign choose one after the
     * other, and who has won in another market is passed over, so that nobody wins twice.
     */
    Selection chosen(Selection selection, long most) {
        return transactions.inTransaction(() -> {
            var market = selection.market();
            transactions.sql().sql("select pg_advisory_xact_lock(hashtext('registration.winner'), hashtext(?))").params(market.campaignId()).query().singleRow();
            int winners = transactions.sql().sql("""
                    insert into registration.winner (campaign_id, global_user_id, selection_id, market_id, shared, rank)
                    select ?, global_user_id, ?, ?, ?, row_number() over (order by score desc nulls last, global_user_id)
                      from (select global_user_id, score from registration.candidate
                             where selection_id = ? and not exists (select from registration.winner where winner.campaign_id = ? and winner.global_user_id = candidate.global_user_id)
                             order by score desc nulls last, global_user_id limit ?) as best""")
                    .params(market.campaignId(), selection.selectionId(), market.marketId(), market.sharedCode(), selection.selectionId(), market.campaignId(), most).update();
            return step(selection, winners == 0 ? Step.ENQUEUE_SELECTIONS : Step.RESERVE_CODES, null, "winners = ?", winners);
        });
    }

    /** Each winner gets a code, by rank; where it is shared, the one. @param unused what is left */
    Selection paired(Selection selection, List<String> codes, List<String> unused) {
        return transactions.inTransaction(() -> {
            if (selection.market().sharedCode()) {
                transactions.sql().sql("update registration.winner set code = ? where selection_id = ?").params(codes.get(0), selection.selectionId()).update();
            } else {
                transactions.sql().sql("update registration.winner set code = given.code from unnest(?) with ordinality as given (code, place) where selection_id = ? and rank = given.place")
                        .params(codes.toArray(String[]::new), selection.selectionId()).update();
            }
            return step(selection, unused.isEmpty() ? Step.ENQUEUE_SELECTIONS : Step.RELEASE_CODES, null, "unused = ?", (Object) unused.toArray(String[]::new));
        });
    }

    /** The unused codes are free again. */
    Selection released(Selection selection) {
        return transactions.inTransaction(() -> step(selection, Step.ENQUEUE_SELECTIONS, null, "unused = '{}'"));
    }

    /** It comes to nothing: winners are none any more, and nobody gets a verdict. */
    Selection aborted(Selection selection, String reason) {
        return transactions.inTransaction(() -> {
            transactions.sql().sql("delete from registration.winner where selection_id = ?").params(selection.selectionId()).update();
            transactions.sql().sql("delete from registration.candidate where selection_id = ?").params(selection.selectionId()).update();
            return step(selection, Step.REPORT_OUTCOME, null, "status = 'FAILED', winners = 0, reason = ?, ended_at = " + NOW, reason);
        });
    }

    /** The next candidates whose verdict is open, with the codes of those that won. @param most at most so many */
    List<Selected> open(Selection selection, int most) {
        var market = selection.market();
        return transactions.inTransaction(() -> transactions.sql().sql("""
                select candidate.global_user_id, winner.code
                  from registration.candidate left join registration.winner on winner.campaign_id = ? and winner.global_user_id = candidate.global_user_id and winner.selection_id = ?
                 where candidate.selection_id = ? and candidate.global_user_id > ? and not candidate.held order by candidate.global_user_id limit ?""")
                .params(market.campaignId(), selection.selectionId(), selection.selectionId(), selection.place() == null ? "" : selection.place(), most)
                .query((row, n) -> new Selected(selection.selectionId(), market.campaignId(), market.marketId(), row.getString(1), row.getString(2))).list());
    }

    /** Messages are on the queue. @param place the last fan of them; null when there are no more */
    Selection enqueued(Selection selection, String place) {
        return transactions.inTransaction(() -> {
            if (place != null) {
                return step(selection, Step.ENQUEUE_SELECTIONS, place, "");
            }
            var waiting = step(selection, Step.AWAIT_VERDICTS, null, "");
            return finishedIfAllAreKnown(waiting.selectionId()).orElse(waiting);
        });
    }

    /** What is still open is enqueued once more. */
    Selection enqueueAgain(Selection selection) {
        return transactions.inTransaction(() -> step(selection, Step.ENQUEUE_SELECTIONS, null, ""));
    }

    /** Verdicts are waited for as before. */
    Selection awaited(Selection selection) {
        return transactions.inTransaction(() -> step(selection, Step.AWAIT_VERDICTS, null, ""));
    }

    /** Everybody knows how it ended. */
    Selection ended(Selection selection) {
        return transactions.inTransaction(() -> step(selection, Step.ENDED, null, ""));
    }

    /** Gives it out of hand. @param attempts vain ones so far @param pause before anybody takes it again */
    void left(Selection selection, int attempts, Duration pause) {
        transactions.inTransaction(() -> transactions.sql().sql("update registration.selection set attempts = ?, due_at = " + LATER + " where selection_id = ? and revision = ?")
                .params(attempts, pause.toMillis(), selection.selectionId(), selection.revision()).update());
    }

    /** Counts verdicts, each once, however often it is told. @return nothing where there is no such selection */
    Optional<Selection> tally(UUID selectionId, VerdictTally verdicts) {
        return transactions.inTransaction(() -> {
            if (transactions.sql().sql("select 1 from registration.selection where selection_id = ? for update").params(selectionId).query().listOfRows().isEmpty()) {
                return Optional.empty();
            }
            var won = written(selectionId, verdicts.won());
            var lost = written(selectionId, verdicts.lost());
            int heldWinners = held(selectionId, verdicts.heldWinners()) - won.wereHeld();
            int heldLosers = held(selectionId, verdicts.heldLosers()) - lost.wereHeld();
            var counted = transactions.sql().sql("update registration.selection set won = won + ?, lost = lost + ?, held_winners = held_winners + ?, held_losers = held_losers + ?, " + CHANGED
                    + ", due_at = case when step = 'await-verdicts' then " + LATER + " else due_at end where selection_id = ? returning *")
                    .params(won.rows(), lost.rows(), heldWinners, heldLosers, pace.stands().toMillis(), selectionId).query(SelectionRows::read).single();
            return Optional.of(finishedIfAllAreKnown(selectionId).orElse(counted));
        });
    }

    private record Written(int rows, int wereHeld) { }

    private Written written(UUID selectionId, List<String> fans) {
        return transactions.sql().sql("""
                with known as (delete from registration.candidate where selection_id = ? and global_user_id = any (?) returning held)
                select count(*), count(*) filter (where held) from known""")
                .params(selectionId, fans.toArray(String[]::new)).query((row, n) -> new Written(row.getInt(1), row.getInt(2))).single();
    }

    private int held(UUID selectionId, List<String> fans) {
        return transactions.sql().sql("update registration.candidate set held = true where selection_id = ? and global_user_id = any (?) and not held")
                .params(selectionId, fans.toArray(String[]::new)).update();
    }

    private Optional<Selection> finishedIfAllAreKnown(UUID selectionId) {
        return transactions.sql().sql("update registration.selection set status = 'FINISHED', step = ?, revision = revision + 1, due_at = " + NOW + ", ended_at = " + NOW + ", " + CHANGED + " " + """
                 where selection_id = ? and step = 'await-verdicts' and won + lost + held_winners + held_losers = candidates returning *""")
                .params(Step.REPORT_OUTCOME.route(), selectionId).query(SelectionRows::read).optional();
    }

    /** Goes on to a step. @param place where it begins @param change of other columns, with its parameters; may be empty */
    private Selection step(Selection selection, Step next, String place, String change, Object... params) {
        var all = new ArrayList<Object>();
        all.add(next.route());
        all.add(place);
        all.add((next == Step.AWAIT_VERDICTS ? pace.stands() : pace.lease()).toMillis());
        all.addAll(List.of(params));
        all.add(selection.selectionId());
        all.add(selection.revision());
        return transactions.sql().sql("update registration.selection set step = ?, place = ?, revision = revision + 1, attempts = 0, due_at = " + LATER + ", " + CHANGED + (change.isEmpty() ? "" : ", " + change)
                + " where selection_id = ? and revision = ? returning *").params(all).query(SelectionRows::read).optional().orElseThrow(() -> new Overtaken(selection));
    }

    private static Selection read(ResultSet row, int number) throws SQLException {
        var size = new Size(row.getObject("capacity", Long.class), row.getBigDecimal("ratio"));
        var market = new MarketToSelect(row.getString("campaign_id"), row.getString("market_id"), size, row.getBoolean("shared_code"));
        var figures = new Figures(row.getLong("total"), row.getLong("rejected"), row.getLong("candidates"), row.getLong("winners"), row.getLong("won"), row.getLong("lost"),
                row.getLong("held_winners"), row.getLong("held_losers"));
        return new Selection(row.getObject("selection_id", UUID.class), market, Status.valueOf(row.getString("status")), Step.of(row.getString("step")), row.getString("reason"),
                row.getString("place"), row.getLong("revision"), row.getInt("attempts"), figures, texts(row.getArray("unused")),
                new Causation(row.getString("correlation_id"), row.getString("selection_id"), row.getString("traceparent")), row.getTimestamp("changed_at").toInstant());
    }

    private static List<String> texts(Array array) throws SQLException {
        return List.of((String[]) array.getArray());
    }
}
