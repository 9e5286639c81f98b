package hub.registration.selection;

import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.registration.Malformed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Adds up what became of verdicts (presale registration, use case 2, step 12). */
public final class VerdictReports {

    private final SelectionRows rows;

    VerdictReports(SelectionRows rows) {
        this.rows = rows;
    }

    /** What a batch of reports came to. @param changed selections that have other figures now, and are not about to be reported as ended */
    public record Tallied(List<Selection> changed, Outcomes outcomes) { }

    /** Counts each verdict once, whatever is repeated. A selection whose last verdict it was is FINISHED. */
    public Tallied tally(List<QueueMessage> batch) {
        var outcomes = Outcomes.of(batch);
        var bySelection = new LinkedHashMap<UUID, Map<String, VerdictReport.Member>>();
        for (var message : batch) {
            try {
                var report = VerdictReport.read(message);
                var members = bySelection.computeIfAbsent(report.selectionId(), absent -> new LinkedHashMap<>());
                report.members().forEach(member -> members.merge(member.globalUserId(), member, (one, other) -> one.held() ? other : one));
                outcomes.applied(message.id());
            } catch (Malformed why) {
                outcomes.rejected(message.id(), Assignment.MALFORMED, why.getMessage());
            }
        }
        var changed = new ArrayList<Selection>();
        bySelection.forEach((selectionId, members) -> rows.tally(selectionId, sorted(members.values().stream().toList()))
                .filter(selection -> selection.step() != Step.REPORT_OUTCOME).ifPresent(changed::add));
        return new Tallied(changed, outcomes);
    }

    private static VerdictTally sorted(List<VerdictReport.Member> members) {
        return new VerdictTally(fans(members, true, false), fans(members, false, false), fans(members, true, true), fans(members, false, true));
    }

    private static List<String> fans(List<VerdictReport.Member> members, boolean verdict, boolean held) {
        return members.stream().filter(member -> member.verdict() == verdict && member.held() == held).map(VerdictReport.Member::globalUserId).toList();
    }
}
