package hub.registration.selection;

import hub.events.Backoff;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.registration.Item;
import hub.registration.ItemCalls;
import hub.registration.Malformed;
import hub.registration.Operation;
import hub.registration.PathSegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch of verdicts on its way to the entry service and the demand table, step by step (presale registration, use case 2, steps 10 to 12), and what its messages
 * came to. Knows the rules and nothing of where rows are and how partners are called. One thread at a time, but for what is said of single verdicts.
 */
public final class Assignment {

    static final String MALFORMED = "malformed";
    /** Code of verdicts that could not be written, however often it was tried. */
    static final String NOT_ASSIGNABLE = "not-assignable";
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);

    private final Outcomes outcomes;
    private final Backoff backoff;
    private final int deliveries;
    private final SelectionCounts counts;
    private final List<Verdict> verdicts;
    private final Map<String, Outcome> known = new HashMap<>();
    private Mailing mailing = new Mailing(List.of());

    /** @param backoff before a call is made again @param deliveries after so many a message that still fails is held */
    Assignment(List<QueueMessage> batch, Backoff backoff, int deliveries, SelectionCounts counts) {
        this.outcomes = Outcomes.of(batch);
        this.backoff = backoff;
        this.deliveries = deliveries;
        this.counts = counts;
        var said = new LinkedHashMap<Selected, List<QueueMessage>>();
        for (var message : batch) {
            try {
                said.computeIfAbsent(Selected.read(message), absent -> new ArrayList<>()).add(message);
            } catch (Malformed why) {
                LOG.error("{} is rejected: {}", message, why.getMessage());
                outcomes.rejected(message.id(), MALFORMED, why.getMessage());
            }
        }
        this.verdicts = said.entrySet().stream().map(one -> new Verdict(one.getKey(), one.getValue())).toList();
    }

    /** Verdicts for the entry service, in calls by campaign of at most 25, of a fan one a call. */
    public List<ItemCalls> calls() {
        var calls = new LinkedHashMap<String, Map<Integer, List<Item>>>();
        var times = new HashMap<String, Integer>();
        for (var verdict : verdicts) {
            var campaignId = verdict.selected().campaignId();
            int time = times.merge(campaignId + " " + verdict.selected().globalUserId(), 1, Integer::sum);
            calls.computeIfAbsent(campaignId, absent -> new LinkedHashMap<>()).computeIfAbsent(time, absent -> new ArrayList<>()).add(verdict.item());
        }
        return calls.entrySet().stream().flatMap(campaign -> campaign.getValue().values().stream()
                .flatMap(items -> ItemCalls.of(Operation.ASSIGN_CODES, PathSegment.of(campaign.getKey()) + "/entries/codes", items, backoff).stream())).toList();
    }

    /** What the entry service has, and the demand table is to have (step 11). */
    public List<Verdict> decided() {
        return verdicts.stream().filter(Verdict::isDecided).toList();
    }

    /** Reports of the verdicts, one for each selection (step 12), and the codes of winners who have no entry. Decides what every message comes to. */
    public Mailing reports() {
        boolean isHeard = verdicts.stream().anyMatch(Verdict::isDecided);
        verdicts.forEach(verdict -> verdict.messages().forEach(message -> known.put(message.id(), outcome(verdict, message, isHeard))));
        var letters = new ArrayList<Letter>();
        verdicts.stream().filter(this::isKnown).collect(Collectors.groupingBy(verdict -> verdict.selected().selectionId(), LinkedHashMap::new, Collectors.toList()))
                .forEach((selectionId, some) -> letters.add(report(some).letter(selectionId.toString(), some.get(0).first().causation())));
        verdicts.stream().filter(Verdict::hasCodeThatNoChangeTells).map(verdict -> CodeToAssign.of(verdict.selected()).letter(verdict.first().id(), verdict.first().causation())).forEach(letters::add);
        mailing = new Mailing(letters);
        return mailing;
    }

    /** @param some verdicts of one selection */
    private VerdictReport report(List<Verdict> some) {
        var any = some.get(0).selected();
        return new VerdictReport(any.selectionId(), any.campaignId(), any.marketId(),
                some.stream().map(verdict -> new VerdictReport.Member(verdict.selected().globalUserId(), verdict.selected().hasWon(), isHeld(verdict))).toList());
    }

    /** The entry service is away as a whole where it did nothing of the batch; if it did some of it, the rest comes again by itself. */
    private Outcome outcome(Verdict verdict, QueueMessage message, boolean isHeard) {
        var outcome = verdict.outcome();
        if (outcome instanceof Outcome.Away away && isHeard && !verdict.isDecided()) {
            outcome = new Outcome.Retry(away.reason());
        }
        return outcome instanceof Outcome.Retry retry && message.receiveCount() >= deliveries ? new Outcome.Parked(NOT_ASSIGNABLE, retry.reason()) : outcome;
    }

    private boolean isKnown(Verdict verdict) {
        return verdict.messages().stream().map(message -> known.get(message.id())).anyMatch(outcome -> outcome instanceof Outcome.Applied || outcome instanceof Outcome.Parked);
    }

    private boolean isHeld(Verdict verdict) {
        return verdict.messages().stream().map(message -> known.get(message.id())).anyMatch(Outcome.Parked.class::isInstance);
    }

    /** What every message of the batch came to. To be asked for once, at the end. */
    public Outcomes outcomes() {
        var unsent = mailing.failed();
        for (var verdict : verdicts) {
            for (var message : verdict.messages()) {
                var outcome = known.get(message.id());
                if (outcome instanceof Outcome.Applied || outcome instanceof Outcome.Parked) {
                    outcome = unsent.getOrDefault(verdict.selected().selectionId().toString(), unsent.getOrDefault(verdict.first().id(), outcome));
                }
                outcomes.say(message.id(), outcome);
                count(verdict, outcome);
            }
        }
        return outcomes;
    }

    /** What is waited for is neither written nor tried again. */
    private void count(Verdict verdict, Outcome outcome) {
        if (outcome instanceof Outcome.Applied) {
            counts.verdict(verdict.selected().hasWon(), "written");
        } else if (outcome instanceof Outcome.Parked) {
            counts.verdict(verdict.selected().hasWon(), "held");
        } else if (outcome instanceof Outcome.Retry) {
            counts.verdict(verdict.selected().hasWon(), "retried");
        }
    }
}
