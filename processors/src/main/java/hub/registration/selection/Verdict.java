package hub.registration.selection;

import hub.queues.Outcome;
import hub.queues.QueueMessage;
import hub.registration.Item;
import hub.registration.Item.Result;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A verdict on its way to the entry service and to the demand table, in the name of all messages of a batch that say it. */
public final class Verdict {

    private final Selected selected;
    private final List<QueueMessage> messages;
    private final Item item;
    private volatile Outcome notWritten;
    private volatile boolean hasNoEntry;

    Verdict(Selected selected, List<QueueMessage> messages) {
        this.selected = selected;
        this.messages = messages;
        this.item = new Item(selected.globalUserId(), content(selected), messages);
    }

    private static Map<String, String> content(Selected selected) {
        var content = new LinkedHashMap<String, String>();
        content.put("globalUserId", selected.globalUserId());
        content.put("marketId", selected.marketId());
        if (selected.hasWon()) {
            content.put("code", selected.code());
        }
        return content;
    }

    Selected selected() {
        return selected;
    }

    List<QueueMessage> messages() {
        return messages;
    }

    QueueMessage first() {
        return messages.get(0);
    }

    Item item() {
        return item;
    }

    /** Whether the scoring record says it. A loser who has won in another market stays a winner there, and has lost here all the same. */
    boolean isDecided() {
        return item.result() instanceof Result.Applied || item.result() instanceof Result.Stale && !selected.hasWon();
    }

    /** Whether it is a winner's who has no entry, so that no change of the table will tell of the code. */
    boolean hasCodeThatNoChangeTells() {
        return hasNoEntry && selected.hasWon();
    }

    void written(boolean toEntry) {
        hasNoEntry = !toEntry;
    }

    void notWritten(Outcome outcome) {
        notWritten = outcome;
    }

    /** What it came to so far: applied, or why not. */
    Outcome outcome() {
        if (notWritten != null) {
            return notWritten;
        }
        if (isDecided()) {
            return new Outcome.Applied();
        }
        return item.result() instanceof Result.Failed failed ? failed.outcome() : new Outcome.Retry("the entry service knows a newer verdict of a winner");
    }

    @Override
    public String toString() {
        return selected.toString();
    }
}
