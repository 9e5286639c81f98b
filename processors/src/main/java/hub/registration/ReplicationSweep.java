package hub.registration;

import hub.events.Sends;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.registration.DemandTable.Page;
import hub.registration.DemandTable.Place;
import hub.streams.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for entries whose change was to be replicated and was not, because its message was lost or given up: the last resort, so that no change ever is. Goes
 * through the table page by page with pauses, so that those who use it notice nothing, however large it is. A page is a segment of its own: the table need not find
 * the place again where the page before it ended, which DynamoDB Local does by reading all that comes before it.
 */
public final class ReplicationSweep {

    /**
     * How.
     *
     * @param flaggedFor how long an entry may be flagged before it is looked after
     * @param page       about how many rows are gone through at once
     * @param pause      after each page
     */
    public record Pace(Duration flaggedFor, int page, Duration pause) { }

    /** A walk through the table. One thread at a time. */
    public final class Walk {

        private final String before;
        private boolean begun;
        private Place place;
        private int found;

        /** @param place where it begins; null where it is over at once */
        private Walk(Instant now, Place place) {
            this.before = Dates.text(now.minus(pace.flaggedFor()));
            this.place = place;
        }

        /** Whether there are rows left to look at. */
        public boolean isUnderWay() {
            return place != null;
        }

        /** Milliseconds before the next page. */
        public long pause() {
            return begun ? pace.pause().toMillis() : 0;
        }

        /** The flagged entries of the next page, each as a change to what its row is now, for the queue that saves entries. */
        public Mailing next() {
            var page = table.flagged(place, before);
            begun = true;
            place = page.next();
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
        long waiting = backlog.getAsLong();
        if (waiting > pace.page()) {
            LOG.warn("{} changes wait to be saved, so entries that are flagged are left to the next sweep", waiting);
            return new Walk(now, null);
        }
        return new Walk(now, table.first(pace.page()));
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
