package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Backoff;
import hub.queues.Outcomes;
import hub.queues.QueueMessage;
import hub.registration.Item.Result;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** A batch of profiles on its way to the user service, which keeps the newest of each fan. Of a fan only the newest of the batch is sent. */
public final class ProfileBatch {

    private record Said(QueueMessage message, JsonNode profile, Instant updated) { }

    private final Outcomes outcomes;
    private final Backoff backoff;
    private final List<Item> items = new ArrayList<>();

    ProfileBatch(List<QueueMessage> batch, Backoff backoff) {
        this.outcomes = Outcomes.of(batch);
        this.backoff = backoff;
        var byFan = new LinkedHashMap<String, List<Said>>();
        for (var message : batch) {
            try {
                var profile = MessageText.json(message.body());
                var updated = Instant.parse(EntryChange.version(MessageText.required(profile, "updated")));
                byFan.computeIfAbsent(MessageText.required(profile, "globalUserId"), absent -> new ArrayList<>()).add(new Said(message, profile, updated));
            } catch (Malformed why) {
                outcomes.rejected(message.id(), Replication.MALFORMED, why.getMessage());
            }
        }
        byFan.forEach(this::add);
    }

    private void add(String globalUserId, List<Said> profiles) {
        var newest = profiles.stream().max((one, other) -> one.updated().compareTo(other.updated())).orElseThrow();
        items.add(new Item(globalUserId, newest.profile(), profiles.stream().map(Said::message).toList()));
    }

    /** Calls of at most 25 profiles. */
    public List<ItemCalls> calls() {
        return ItemCalls.of(Operation.UPSERT_USERS, "/profiles", items, backoff);
    }

    /** What every message of the batch came to. A profile that the user service knows a newer one of is as good as saved. */
    public Outcomes outcomes() {
        items.forEach(item -> item.messages().forEach(message -> {
            if (item.result() instanceof Result.Failed failed) {
                outcomes.say(message.id(), failed.outcome());
            } else if (item.result() instanceof Result.Stale) {
                outcomes.duplicate(message.id());
            } else {
                outcomes.applied(message.id());
            }
        }));
        return outcomes;
    }
}
