package hub.registration.selection;

import hub.events.Causation;
import hub.queues.Mailing;
import java.util.List;

/** Messages for candidates whose verdict is open. @param last the last fan of them; null when there are none left */
public record OpenVerdicts(Mailing mailing, String last) {

    static OpenVerdicts of(List<Selected> selected, Causation why) {
        return new OpenVerdicts(new Mailing(selected.stream().map(one -> one.letter(why)).toList()), selected.isEmpty() ? null : selected.get(selected.size() - 1).globalUserId());
    }
}
