package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Backoff;
import hub.events.Causation;
import hub.events.Json;
import hub.queues.Outcome;
import hub.registration.Item.Result;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The calls that bring at most 25 items to a partner which answers for each of them: one, and up to three more for what it did not do, after growing delays
 * (presale registration, use case 3, step 13). A request that the partner refuses as a whole is made again item by item, and so is the last call after faults of
 * the partner, so that one item does no harm to its neighbours. By one thread at a time.
 */
public final class ItemCalls {

    /** Most items of a call. */
    static final int MOST = 25;
    /** The first call and three more. */
    private static final int CALLS = 4;

    /** A call to be made. @param number from 1 @param pause before it, in milliseconds */
    private record Attempt(List<Item> items, int number, long pause) { }

    private final Operation operation;
    private final String path;
    private final Backoff backoff;
    private final Deque<Attempt> ahead = new ArrayDeque<>();
    private int answers;

    /** @param items at most {@link #MOST}, of different fans @param backoff before each call after the first */
    ItemCalls(Operation operation, String path, List<Item> items, Backoff backoff) {
        this.operation = operation;
        this.path = path;
        this.backoff = backoff;
        ahead.add(new Attempt(items, 1, 0));
    }

    /** Calls for as many items as there are. */
    public static List<ItemCalls> of(Operation operation, String path, List<Item> items, Backoff backoff) {
        var calls = new ArrayList<ItemCalls>();
        for (int from = 0; from < items.size(); from += MOST) {
            calls.add(new ItemCalls(operation, path, items.subList(from, Math.min(from + MOST, items.size())), backoff));
        }
        return calls;
    }

    /** Whether there is a call to be made. */
    public boolean isOpen() {
        return !ahead.isEmpty();
    }

    /** The route that makes the call. */
    public String route() {
        return operation.route();
    }

    /** Below the partner's base address. */
    public String path() {
        return path;
    }

    /** Milliseconds to wait before the next call. */
    public long pause() {
        return ahead.peek().pause();
    }

    /** The body of the next call. */
    public String body() {
        return Json.write(Map.of("items", items().stream().map(Item::content).toList()));
    }

    /**
     * The key of the next call: the same for a call that is repeated because nobody knows what became of it, another one once the partner has answered, or
     * messages are delivered again.
     */
    public String idempotencyKey() {
        var name = new StringBuilder(operation + path).append(answers);
        items().forEach(item -> item.messages().forEach(message -> name.append(' ').append(message.id()).append(':').append(message.receiveCount())));
        return UUID.nameUUIDFromBytes(name.toString().getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Why the next call is made: because of its first message. */
    public Causation causation() {
        return items().get(0).messages().get(0).causation();
    }

    /** The partner has answered for each item. */
    public void answered(String answer) {
        var attempt = ahead.remove();
        answers++;
        var results = results(answer);
        var left = new ArrayList<Item>();
        for (var item : attempt.items()) {
            var result = results.getOrDefault(item.globalUserId(), Json.MAPPER.createObjectNode());
            switch (result.path("status").asText()) {
                case "applied" -> item.is(new Result.Applied());
                case "stale" -> item.is(new Result.Stale());
                default -> {
                    item.is(new Result.Failed(new Outcome.Retry("the partner did not take it: " + result.path("reason").asText("no reason given"))));
                    left.add(item);
                }
            }
        }
        again(left, attempt.number(), false);
    }

    /** The partner refused the call as it is. */
    public void refused(Exception fault) {
        var attempt = ahead.remove();
        answers++;
        are(attempt.items(), new Outcome.Retry(fault.getMessage()));
        if (attempt.items().size() > 1) {
            alone(attempt.items(), attempt.number() + 1, 0);
        }
    }

    /** The partner is there and failed at it. */
    public void failed(Exception fault) {
        repeat(new Outcome.Retry(fault.getMessage()), true);
    }

    /** The partner is not there, or not now: what it was to do waits for it. */
    public void away(Exception fault) {
        repeat(new Outcome.Away(fault.getMessage()), false);
    }

    /** The partner was not even called, because it fails too often. What was heard of it in these calls is what counts. */
    public void shut(Exception fault) {
        ahead.stream().filter(attempt -> attempt.number() == 1).forEach(attempt -> are(attempt.items(), new Outcome.Away(fault.getMessage())));
        ahead.clear();
    }

    private void repeat(Outcome outcome, boolean lastAlone) {
        var attempt = ahead.remove();
        are(attempt.items(), outcome);
        again(attempt.items(), attempt.number(), lastAlone);
    }

    private void again(List<Item> items, int number, boolean lastAlone) {
        if (items.isEmpty() || number >= CALLS) {
            return;
        }
        long pause = backoff.after(number).toMillis();
        if (lastAlone && number + 1 == CALLS) {
            alone(items, CALLS, pause);
        } else {
            ahead.add(new Attempt(items, number + 1, pause));
        }
    }

    private void alone(List<Item> items, int number, long pause) {
        for (int place = 0; place < items.size() && number <= CALLS; place++) {
            ahead.add(new Attempt(List.of(items.get(place)), number, place == 0 ? pause : 0));
        }
    }

    private List<Item> items() {
        return ahead.peek().items();
    }

    private static void are(List<Item> items, Outcome outcome) {
        items.forEach(item -> item.is(new Result.Failed(outcome)));
    }

    private static Map<String, JsonNode> results(String answer) {
        var results = new HashMap<String, JsonNode>();
        try {
            Json.read(answer).path("results").forEach(result -> results.put(result.path("globalUserId").asText(), result));
        } catch (IllegalArgumentException noJson) {
            return Map.of();
        }
        return results;
    }

    @Override
    public String toString() {
        return operation + path;
    }
}
