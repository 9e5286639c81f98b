package hub.registration;

import hub.events.Sends;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.registration.DemandTable.Page;
import hub.streams.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Looks for entries whose change was to be replicated and was not, because its message was lost or given up: the last resort, so that no change ever is. Goes
 * through the table page by page with pauses, so that those who use it notice nothing.
 */
public final class ReplicationSweep {

    /**
     * How.
     *
     * @param flaggedFor how long an entry may be flagged before it is looked after
     * @param page       most rows gone through at once
     * @param pause      after each page
     */
    public record Pace(Duration flaggedFor, int page, Duration pause) { }

    /** A walk through the table. One thread at a time. */
    public final class Walk {

        private final String before;
        private Map<String, AttributeValue> from;
        private boolean ended;
        private int found;

        private Walk(Instant now) {
            before = Dates.text(now.minus(pace.flaggedFor()));
        }

        /** Whether there are rows left to look at. */
        public boolean isUnderWay() {
            return !ended;
        }

        /** Milliseconds before the next page. */
        public long pause() {
            return from == null ? 0 : pace.pause().toMillis();
        }

        /** The flagged entries of the next page, each as a change to what its row is now, for the queue that saves entries. */
        public Mailing next() {
            var page = table.flagged(from, pace.page(), before);
            from = page.next();
            ended = from == null;
            var letters = letters(page);
            found += letters.size();
            return new Mailing(letters);
        }

        /** How many were found. */
        public int found() {
            return found;
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ReplicationSweep.class);
    private final DemandTable table;
    private final Pace pace;
    private final LongSupplier backlog;

    /** @param backlog how many changes wait to be saved */
    ReplicationSweep(DemandTable table, Pace pace, LongSupplier backlog) {
        this.table = table;
        this.pace = pace;
        this.backlog = backlog;
    }

    /** Begins a walk; it is over at once while more than a page of changes wait to be saved, for entries are flagged because of them, or an absent partner would fill the queue. */
    @Sends("queue:saveEntriesQueue")
    public Walk begin(Instant now) {
        var walk = new Walk(now);
        long waiting = backlog.getAsLong();
        if (waiting > pace.page()) {
            LOG.warn("{} changes wait to be saved, so entries that are flagged are left to the next sweep", waiting);
            walk.ended = true;
        }
        return walk;
    }

    private static List<Letter> letters(Page page) {
        var letters = new ArrayList<Letter>();
        for (var row : page.flagged()) {
            try {
                var key = EntryKey.of(row);
                letters.add(new Letter(key.toString(), "saveEntriesQueue", EntryChange.write(Change.Type.MODIFY, key, EntryItem.entry(row)),
                        EntryChanges.attributes(UUID.randomUUID().toString(), EntryChanges.trace(row))));
            } catch (RuntimeException malformed) {
                LOG.warn("a flagged row is no entry and stays as it is: {}", malformed.getClass().getSimpleName());
            }
        }
        return letters;
    }
}
