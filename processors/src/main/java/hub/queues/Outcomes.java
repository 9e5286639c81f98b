package hub.queues;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the messages of a batch came to, each by its id; the body that the steps of a worker in batch mode end with. A message that nothing is said
 * of is tried again. Filled by one thread at a time.
 */
public final class Outcomes {

    private static final Outcome NOTHING_SAID = new Outcome.Retry("the steps ended without an outcome for it");
    private final Map<String, Outcome> byId;

    private Outcomes(Map<String, Outcome> byId) {
        this.byId = byId;
    }

    /** Outcomes for these messages, none of them said yet. */
    public static Outcomes of(Collection<QueueMessage> batch) {
        return all(batch, message -> NOTHING_SAID);
    }

    /** One and the same outcome for all. */
    public static Outcomes all(Collection<QueueMessage> batch, Outcome outcome) {
        return all(batch, message -> outcome);
    }

    /** An outcome for each. */
    public static Outcomes all(Collection<QueueMessage> batch, Function<QueueMessage, Outcome> outcome) {
        return new Outcomes(batch.stream().collect(Collectors.toMap(QueueMessage::id, outcome, (first, again) -> first, LinkedHashMap::new)));
    }

    /**
     * Reads what the steps of a worker in batch mode ended with: outcomes, or <code>{"batchItemFailures": [{"itemIdentifier": id}]}</code> as JSON (text, bytes,
     * tree) or map, where the listed messages are tried again and the others are done. Anything else, an empty id or one that is not of the batch: all are
     * tried again.
     */
    public static Outcomes read(Object body, Collection<QueueMessage> batch) {
        if (body instanceof Outcomes outcomes) {
            return all(batch, message -> outcomes.get(message.id()));
        }
        var failures = json(body).path("batchItemFailures");
        if (!failures.isArray()) {
            return all(batch, new Outcome.Retry("the steps ended without outcomes"));
        }
        var outcomes = all(batch, new Outcome.Applied());
        for (var failure : failures) {
            var id = failure.path("itemIdentifier").asText("");
            if (!outcomes.byId.containsKey(id)) {
                return all(batch, new Outcome.Retry("batchItemFailures names '" + id + "', which is not in the batch"));
            }
            outcomes.retry(id, "it is among batchItemFailures");
        }
        return outcomes;
    }

    private static JsonNode json(Object body) {
        try {
            if (body instanceof String text) {
                return Json.MAPPER.readTree(text);
            }
            if (body instanceof byte[] bytes) {
                return Json.MAPPER.readTree(new String(bytes, StandardCharsets.UTF_8));
            }
            return body instanceof Map || body instanceof JsonNode ? Json.MAPPER.valueToTree(body) : Json.MAPPER.nullNode();
        } catch (JsonProcessingException | IllegalArgumentException noJson) {
            return Json.MAPPER.nullNode();
        }
    }

    /** Done. */
    public Outcomes applied(String id) {
        return say(id, new Outcome.Applied());
    }

    /** Was done before. */
    public Outcomes duplicate(String id) {
        return say(id, new Outcome.Duplicate());
    }

    /** Refused for good, recorded. */
    public Outcomes rejected(String id, String code, String reason) {
        return say(id, new Outcome.Rejected(code, reason, null));
    }

    /** Held for an operator at once. */
    public Outcomes parked(String id, String code, String reason) {
        return say(id, new Outcome.Parked(code, reason));
    }

    /** To be delivered again. */
    public Outcomes retry(String id, String reason) {
        return say(id, new Outcome.Retry(reason));
    }

    /** To be tried again from here, once the destination is back. */
    public Outcomes away(String id, String reason) {
        return say(id, new Outcome.Away(reason));
    }

    /** What a message came to. */
    public Outcome get(String id) {
        return byId.getOrDefault(id, NOTHING_SAID);
    }

    /** Says what a message came to. @throws IllegalArgumentException it is not of this batch */
    public Outcomes say(String id, Outcome outcome) {
        if (byId.replace(id, outcome) == null) {
            throw new IllegalArgumentException("message " + id + " is not of this batch");
        }
        return this;
    }

    @Override
    public String toString() {
        return byId.toString();
    }
}
