package sandbox.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;

/** How fans' entries stand now, where they begin and where they end: in the demand table and at the entry service. */
final class EntryStates {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String TABLE = "demand-table";
    /** Amazon's bound of a request; the entry service is asked for as many at once. */
    private static final int MOST = 100;
    private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(Duration.ofSeconds(5)).build();
    private final String entryService;
    private final AwsApi dynamodb;

    EntryStates(Addresses addresses) {
        this.entryService = addresses.sandboxUrl() + "/partners/entry/";
        this.dynamodb = new AwsApi(addresses.dynamodbUrl(), "DynamoDB_20120810");
    }

    /** An entry's key. */
    record Key(String campaignId, String globalUserId) {

        static Key of(String subject) {
            int slash = subject.indexOf('/');
            return new Key(subject.substring(0, slash), subject.substring(slash + 1));
        }

        /** As evidence names it. */
        String subject() {
            return campaignId + "/" + globalUserId;
        }
    }

    /** An entry in one of the places. @param version date.updated @param markets sorted, with commas between them */
    record Version(String version, String markets) { }

    /**
     * An entry.
     *
     * @param row     in the table; null where there is none
     * @param flagged whether the row waits for replication
     * @param served  at the entry service; null where there is none
     */
    record State(Key key, Version row, boolean flagged, Version served) { }

    /** The states of entries, in their order. @throws CannotRun table or entry service does not answer */
    List<State> of(List<Key> keys) {
        var states = new ArrayList<State>();
        try {
            for (int from = 0; from < keys.size(); from += MOST) {
                states.addAll(read(keys.subList(from, Math.min(from + MOST, keys.size()))));
            }
        } catch (CompletionException e) {
            throw new CannotRun("cannot read entries: " + e.getCause(), e);
        }
        return states;
    }

    private List<State> read(List<Key> keys) {
        var served = keys.stream().map(this::served).toList();
        var rows = rows(keys);
        return IntStream.range(0, keys.size()).mapToObj(i -> state(keys.get(i), rows.get(keys.get(i)), served.get(i).join())).toList();
    }

    private static State state(Key key, JsonNode row, Version served) {
        return row == null ? new State(key, null, false, served)
                : new State(key, version(row.at("/date/M/updated/S"), row.at("/marketIds/L")), row.at("/needsReplication/BOOL").asBoolean(), served);
    }

    private Map<Key, JsonNode> rows(List<Key> keys) {
        var rows = new HashMap<Key, JsonNode>();
        var wanted = (Object) Map.of(TABLE, Map.of("ConsistentRead", true, "ProjectionExpression", "PK, SK, #date, marketIds, needsReplication",
                "ExpressionAttributeNames", Map.of("#date", "date"), "Keys", keys.stream().map(EntryStates::tableKey).toList()));
        while (wanted != null) {
            var answer = dynamodb.call("BatchGetItem", Map.of("RequestItems", wanted)).join();
            answer.path("Responses").path(TABLE).forEach(row -> rows.put(key(row), row));
            var left = answer.path("UnprocessedKeys");
            wanted = left.isEmpty() ? null : left;
        }
        return rows;
    }

    private static Key key(JsonNode row) {
        return new Key(row.at("/SK/S").asText().substring("asu#".length()), row.at("/PK/S").asText().substring("fan:".length()));
    }

    private static Map<String, Object> tableKey(Key key) {
        return Map.of("PK", Map.of("S", "fan:" + key.globalUserId()), "SK", Map.of("S", "asu#" + key.campaignId()));
    }

    private CompletableFuture<Version> served(Key key) {
        var request = HttpRequest.newBuilder(URI.create(entryService + key.campaignId() + "/entries/" + key.globalUserId())).timeout(TIMEOUT).build();
        return client.sendAsync(request, HttpResponse.BodyHandlers.ofString()).thenApply(answer -> {
            if (answer.statusCode() == 404) {
                return null;
            }
            if (answer.statusCode() != 200) {
                throw new CannotRun("the entry service answers " + answer.statusCode() + ": " + answer.body());
            }
            var entry = read(answer.body());
            return version(entry.path("version"), entry.at("/entry/marketIds"));
        });
    }

    /** @param markets texts, as JSON or as DynamoDB writes them */
    private static Version version(JsonNode version, JsonNode markets) {
        var names = new ArrayList<String>();
        markets.forEach(market -> names.add(market.isTextual() ? market.asText() : market.path("S").asText()));
        return new Version(version.asText(), String.join(",", names.stream().sorted().toList()));
    }

    private static JsonNode read(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new CannotRun("the entry service answers no JSON", e);
        }
    }
}
