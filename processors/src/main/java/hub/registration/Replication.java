package hub.registration;

import hub.events.Backoff;
import hub.events.Json;
import hub.queues.Letter;
import hub.queues.Mailing;
import hub.queues.Outcome;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.registration.Item.Result;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A batch of changes on its way to the entry service, step by step (presale registration, use case 3, steps 6 to 15), and what its messages came to. Knows the
 * rules and nothing of where rows are and how partners are called. One thread at a time, but for {@link #unflag}.
 */
public final class Replication {

    static final String STALE = "stale";
    static final String MALFORMED = "malformed";
    static final String PARTNER = "partner";
    private static final Logger LOG = LoggerFactory.getLogger(Replication.class);
    private static final String USERS = "userInfoQueue";

    /** A message and the change that it says. */
    private record Said(QueueMessage message, EntryChange change) { }

    /** What is replicated of an entry: the highest version that the batch brought. @param messages all that said so */
    private static final class Work {

        private final EntryChange change;
        private final List<QueueMessage> messages;
        private final Entry entry;
        private final Item item;
        private volatile Outcome notCleared;

        /** @param row of the entry; null where that was removed */
        Work(EntryChange change, List<QueueMessage> messages, Map<String, AttributeValue> row) {
            this.change = change;
            this.messages = messages;
            this.entry = row == null ? null : EntryItem.entry(row);
            this.item = new Item(change.key().globalUserId(), content(change, entry), messages);
        }

        private static Map<String, Object> content(EntryChange change, Entry entry) {
            var content = new LinkedHashMap<String, Object>();
            content.put("globalUserId", change.key().globalUserId());
            content.put("version", change.version());
            if (entry != null) {
                content.put("entry", entry);
            }
            return content;
        }
    }

    private final Outcomes outcomes;
    private final Backoff backoff;
    private final ReplicationCounts counts;
    private final List<Said> said = new ArrayList<>();
    private final List<Work> works = new ArrayList<>();
    private Mailing users = new Mailing(List.of());

    /** @param backoff before a call is made again */
    Replication(List<QueueMessage> batch, Backoff backoff, ReplicationCounts counts) {
        this.outcomes = Outcomes.of(batch);
        this.backoff = backoff;
        this.counts = counts;
        batch.forEach(this::read);
    }

    private void read(QueueMessage message) {
        try {
            said.add(new Said(message, EntryChange.read(message.body())));
        } catch (Malformed why) {
            LOG.error("{} is rejected: {}", message, why.getMessage());
            reject(message, MALFORMED, why.getMessage());
        }
    }

    /** The entries that the batch is about. */
    Set<EntryKey> keys() {
        return said.stream().map(one -> one.change().key()).collect(Collectors.toSet());
    }

    /**
     * Compares each change with the row as it stands (steps 7 to 9). Rejected as stale are an INSERT or MODIFY whose row is gone or has another version,
     * and a REMOVE whose row exists again. What is left of an entry collapses to its highest version. Nothing is sent for a row that could not be read.
     */
    void compare(EntryRows.Current current) {
        var valid = new LinkedHashMap<EntryKey, List<Said>>();
        for (var one : said) {
            var key = one.change().key();
            var row = current.rows().get(key);
            if (current.unread().contains(key)) {
                outcomes.away(one.message().id(), "the row of " + key + " could not be read");
            } else if (one.change().isRemoval() ? row != null : row == null || !one.change().version().equals(EntryItem.version(row))) {
                stale(one, one.change().isRemoval() ? "the entry exists again" : row == null ? "the entry is gone" : "the entry was changed since");
            } else {
                valid.computeIfAbsent(key, absent -> new ArrayList<>()).add(one);
            }
        }
        valid.forEach((key, changes) -> collapse(changes, current.rows().get(key)));
    }

    /** The highest version of one entry stands for those that say the same; the others are stale. On an equal version a deletion wins. */
    private void collapse(List<Said> changes, Map<String, AttributeValue> row) {
        var highest = changes.stream().map(Said::change).max(Comparator.comparing(EntryChange::at).thenComparing(EntryChange::isRemoval)).orElseThrow();
        var same = new ArrayList<QueueMessage>();
        for (var one : changes) {
            if (one.change().at().equals(highest.at()) && one.change().isRemoval() == highest.isRemoval()) {
                same.add(one.message());
            } else {
                stale(one, "the batch brought a newer change of the entry");
            }
        }
        try {
            works.add(new Work(highest, same, row));
        } catch (RuntimeException unreadable) {
            same.forEach(message -> reject(message, MALFORMED, "the row cannot be read as an entry: " + unreadable.getClass().getSimpleName()));
        }
    }

    /** Entries to be written, in calls by campaign of at most 25 (steps 10 and 11). */
    public List<ItemCalls> puts() {
        return calls(Operation.UPSERT_ENTRIES, works.stream().filter(work -> !work.change.isRemoval()).toList());
    }

    /** Entries to be deleted, likewise (step 12). */
    public List<ItemCalls> deletions() {
        return calls(Operation.DELETE_ENTRIES, works.stream().filter(work -> work.change.isRemoval()).toList());
    }

    private List<ItemCalls> calls(Operation operation, Collection<Work> ofOneKind) {
        var byCampaign = ofOneKind.stream().collect(Collectors.groupingBy(work -> work.change.key().campaignId(), LinkedHashMap::new, Collectors.mapping(work -> work.item, Collectors.toList())));
        return byCampaign.entrySet().stream().flatMap(campaign -> ItemCalls.of(operation, PathSegment.of(campaign.getKey()) + "/entries", campaign.getValue(), backoff).stream()).toList();
    }

    /** What was written at the entry service, so that the flag of the row can be cleared (step 14). */
    public List<Replicated> replicated() {
        return applied().stream().filter(work -> !work.change.isRemoval()).map(work -> new Replicated(work.change.key(), work.change.version(), work.messages.get(0).id())).toList();
    }

    /** An entry that the entry service has. @param messageId of the message that said so first */
    public record Replicated(EntryKey key, String version, String messageId) { }

    /** The flag of an entry could not be cleared. May be said by several threads. */
    void notCleared(Replicated replicated, Exception fault) {
        works.stream().filter(work -> work.messages.get(0).id().equals(replicated.messageId()))
                .forEach(work -> work.notCleared = new Outcome.Away("the flag of an entry could not be cleared: " + fault.getMessage()));
    }

    /** The profiles of the fans whose entries were written, for the user service. */
    public Mailing users() {
        users = new Mailing(applied().stream().filter(work -> !work.change.isRemoval()).map(work -> new Letter(work.messages.get(0).id(), USERS, profile(work), attributes(work))).toList());
        return users;
    }

    private List<Work> applied() {
        return works.stream().filter(work -> work.item.result() instanceof Result.Applied).toList();
    }

    private static String profile(Work work) {
        var fields = work.entry.fields();
        var profile = new LinkedHashMap<String, Object>();
        profile.put("globalUserId", work.change.key().globalUserId());
        profile.put("email", fields.email());
        profile.put("firstName", fields.firstName());
        profile.put("lastName", fields.lastName());
        profile.put("phone", fields.phone());
        profile.put("postalCode", fields.postalCode());
        profile.put("country", fields.country());
        profile.put("locale", fields.locale());
        profile.put("marketing", fields.marketing());
        profile.values().removeIf(value -> value == null);
        profile.put("updated", work.change.version());
        return Json.write(profile);
    }

    private static Map<String, String> attributes(Work work) {
        var message = work.messages.get(0);
        return Letter.attributes(message.recordId(), message.causation());
    }

    /**
     * What every message of the batch came to (step 15). The entry service is away as a whole where it did nothing of the batch; if it did some of it, the rest
     * comes again by itself and holds up no others. To be asked for once, at the end.
     */
    public Outcomes outcomes() {
        var unsent = users.failed();
        boolean isHeard = works.stream().anyMatch(work -> !(work.item.result() instanceof Result.Failed));
        for (var work : works) {
            var result = work.item.result();
            for (var message : work.messages) {
                if (result instanceof Result.Stale) {
                    stale(new Said(message, work.change), "the entry service knows a newer version");
                } else if (result instanceof Result.Failed failed) {
                    fail(message, isHeard && failed.outcome() instanceof Outcome.Away away ? new Outcome.Retry(away.reason()) : failed.outcome(), PARTNER);
                } else if (work.notCleared != null) {
                    fail(message, work.notCleared, "");
                } else if (unsent.containsKey(work.messages.get(0).id())) {
                    fail(message, unsent.get(work.messages.get(0).id()), "");
                } else {
                    outcomes.applied(message.id());
                    counts.applied();
                }
            }
        }
        return outcomes;
    }

    /** What the entry service did not do is a failure of each round, also while it is away. What else is waited for is none: it stays in hand and is done when that is back. */
    private void fail(QueueMessage message, Outcome outcome, String reason) {
        outcomes.say(message.id(), outcome);
        if (outcome instanceof Outcome.Retry || reason.equals(PARTNER)) {
            counts.failed(reason);
        }
    }

    private void stale(Said one, String why) {
        LOG.warn("{} is rejected as stale: {}", one.change(), why);
        reject(one.message(), STALE, why);
    }

    private void reject(QueueMessage message, String reason, String why) {
        outcomes.rejected(message.id(), reason, why);
        counts.rejected(reason);
    }
}
