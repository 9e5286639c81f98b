package bench.bare.registration;

import bench.bare.Queue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import software.amazon.awssdk.services.sqs.model.Message;

/** Brings profiles to the user service, of each fan the newest of the batch. */
final class ProfileWorker extends BatchWorker {

    private final Partner users;

    ProfileWorker(Queue queue, DataSource database, Executor side, Partner users) {
        super(queue, database, side);
        this.users = users;
    }

    @Override
    Set<Message> work(List<Message> batch, Map<Message, String> refused) {
        var newest = new HashMap<String, ObjectNode>();
        var messages = new HashMap<String, List<Message>>();
        for (var message : batch) {
            try {
                var profile = (ObjectNode) Json.MAPPER.readTree(message.body());
                var fan = profile.path("globalUserId").asText();
                newest.merge(fan, profile, (one, other) -> updated(other).isAfter(updated(one)) ? other : one);
                messages.computeIfAbsent(fan, absent -> new ArrayList<>()).add(message);
            } catch (JsonProcessingException e) {
                refused.put(message, "malformed");
            }
        }
        Set<Message> done = ConcurrentHashMap.newKeySet();
        forAll(parts(List.copyOf(newest.keySet()), Partner.MOST), fans -> {
            var first = messages.get(fans.get(0)).get(0);
            var result = users.call("POST", "/profiles", fans.stream().map(newest::get).toList(), first.messageId(),
                    DemandTable.trace(attribute(first, "correlationid"), attribute(first, "traceparent")));
            fans.stream().filter(result::holds).forEach(fan -> done.addAll(messages.get(fan)));
        });
        return done;
    }

    private static Instant updated(ObjectNode profile) {
        return Instant.parse(profile.path("updated").asText());
    }
}
