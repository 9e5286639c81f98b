package hub.registration.selection;

import hub.events.Backoff;
import hub.events.Causation;
import hub.events.Json;
import hub.events.PartnerRefused;
import hub.events.Sends;
import hub.registration.selection.SelectionResult.Found;
import hub.registration.selection.SelectionResult.UnknownSelection;
import hub.registration.selection.SelectionRows.Overtaken;
import hub.registration.selection.StartResult.SelectionExists;
import hub.registration.selection.StartResult.Started;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The selection of winners, step by step (presale registration, use case 2, steps 1 to 9). What a step came to is kept before the next one begins. */
public final class Selections {

    private static final Logger LOG = LoggerFactory.getLogger(Selections.class);

    private final SelectionRows rows;
    private final Work work;
    private final Supplier<UUID> ids;
    private final SelectionCounts counts;
    private final AtomicInteger inHand = new AtomicInteger();

    /**
     * How a hub works on them.
     *
     * @param concurrency most at once
     * @param messages    most of them written at once
     * @param again       before a step is tried again
     * @param backlog     how many messages about verdicts wait
     */
    record Work(int concurrency, int messages, Backoff again, LongSupplier backlog) { }

    Selections(SelectionRows rows, Work work, Supplier<UUID> ids, SelectionCounts counts) {
        this.rows = rows;
        this.work = work;
        this.ids = ids;
        this.counts = counts;
    }

    /** Whether the winners of a market may be selected. @param document of the campaign as it is now, null where there is none */
    public Selectable judge(StartSelection start, String document) {
        return MarketToSelect.judge(start, document);
    }

    /** Begins a selection: one row, which a hub finds. */
    public StartResult start(MarketToSelect market) {
        var started = rows.insert(ids.get(), market, Causation.current());
        if (started.isPresent()) {
            counts.started();
            return new Started(started.get().view());
        }
        return rows.of(market).<StartResult>map(SelectionExists::new).orElseGet(() -> start(market));   // it failed in between
    }

    /** How far a selection is. */
    public SelectionResult find(OneSelection asked) {
        return asked.id().flatMap(rows::find).<SelectionResult>map(selection -> new Found(selection.view())).orElseGet(UnknownSelection::new);
    }

    /** Takes selections in hand that nobody works on, as many as this hub can. Each is given back with {@link #leave}. */
    public List<Selection> take() {
        int free = work.concurrency() - inHand.get();
        var taken = free > 0 ? rows.take(free) : List.<Selection>of();
        inHand.addAndGet(taken.size());
        return taken;
    }

    /** The entry service has counted the eligible of the market. */
    public Selection counted(Selection selection, String answer) {
        var eligible = Json.read(answer).path("eligible");
        if (!eligible.canConvertToExactIntegral() || eligible.longValue() < 0) {
            throw new IllegalArgumentException("the entry service's answer holds no count of the eligible");
        }
        return rows.counted(selection, eligible.longValue());
    }

    /** A page of scoring records has come. */
    public Selection gathered(Selection selection, String answer) {
        var page = ScoringPage.read(answer);
        if (page.next() != null && page.next().equals(selection.place())) {
            throw new IllegalArgumentException("the entry service's page of scoring records is followed by itself");
        }
        var gathered = rows.gathered(selection, page);
        counts.gathered(page);
        return gathered;
    }

    /** Chooses the winners. */
    public Selection choose(Selection selection) {
        return rows.chosen(selection, selection.market().size().winners(selection.figures().candidates(), selection.figures().total()));
    }

    /** The code service has reserved codes: each winner gets one. */
    public Selection reserved(Selection selection, String answer) {
        var codes = new ArrayList<String>();
        Json.read(answer).path("codes").forEach(code -> codes.add(code.asText()));
        int needed = selection.market().sharedCode() ? 1 : Math.toIntExact(selection.figures().winners());
        if (codes.size() < needed || codes.size() != new HashSet<>(codes).size()) {
            throw new IllegalArgumentException("the code service has reserved " + new HashSet<>(codes).size() + " different codes where " + needed + " are needed");
        }
        return rows.paired(selection, codes.subList(0, needed), codes.subList(needed, codes.size()));
    }

    /** The code service has no codes to reserve, or refuses: the selection has failed, and nothing came of it. */
    public Selection refused(Selection selection, Exception refusal) {
        LOG.warn("{} has failed: {}", selection, refusal.getMessage());
        var reason = PartnerRefused.isStatus(refusal, 409) ? "there are too few codes" : "the code service refused to reserve codes";
        return rows.aborted(selection, reason);
    }

    /** The unused codes are free again. */
    public Selection released(Selection selection) {
        return rows.released(selection);
    }

    /** The next messages for those whose verdict is open. */
    @Sends("queue:saveSelectionQueue")
    public OpenVerdicts open(Selection selection) {
        return OpenVerdicts.of(rows.open(selection, work.messages()), selection.why());
    }

    /** The messages are on the queue. */
    public Selection enqueued(Selection selection, OpenVerdicts verdicts) {
        return rows.enqueued(selection, verdicts.last());
    }

    /** No verdict came for a while. What is open is enqueued again, unless messages wait: then nothing is lost, and something is away. */
    public Selection lookAfter(Selection selection) {
        if (work.backlog().getAsLong() > 0) {
            return rows.awaited(selection);
        }
        LOG.warn("no verdict came for {}; what is open is enqueued once more", selection);
        return rows.enqueueAgain(selection);
    }

    /** Everybody knows how it ended. */
    public Selection reported(Selection selection) {
        var ended = rows.ended(selection);
        counts.ended(ended);
        return ended;
    }

    /** A step could not be taken, and is tried again later, by whichever hub. @return how often it was tried in vain */
    public int postpone(Selection selection, Exception fault) {
        if (fault instanceof Overtaken) {
            LOG.info("{}", fault.getMessage());
            return 0;
        }
        int vain = selection.attempts() + 1;
        LOG.warn("{} will be tried again after {} vain attempts: {}", selection, vain, fault.toString());
        rows.left(selection, vain, work.again().after(vain));
        return vain;
    }

    /** Gives a selection out of hand; one that was left in the middle is there for others at once. */
    public void leave(Selection selection, boolean postponed) {
        inHand.decrementAndGet();
        if (selection.isUnderWay() && !postponed) {
            rows.left(selection, selection.attempts(), Duration.ZERO);
        }
    }
}
