package bench.bare.registration;

import bench.bare.Queue;
import bench.bare.registration.Letters.Letter;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.sqs.model.Message;

/** Brings changes to the entry service that still are what the table has, clears their flags on condition, and passes profiles on. */
final class EntryWorker extends BatchWorker {

    private static final List<String> PROFILE = List.of("globalUserId", "email", "firstName", "lastName", "phone", "postalCode", "country", "locale", "marketing");
    private final DemandTable table;
    private final Partner entries;
    private final Letters profiles;

    EntryWorker(Queue queue, DataSource database, Executor side, DemandTable table, Partner entries, Letters profiles) {
        super(queue, database, side);
        this.table = table;
        this.entries = entries;
        this.profiles = profiles;
    }

    private record Change(boolean isRemoval, String fan, String campaign, String version, Message message) {

        static Change read(Message message) throws JsonProcessingException {
            JsonNode json = Json.MAPPER.readTree(message.body());
            if (!json.path("globalUserId").isTextual() || !json.path("campaignId").isTextual() || !json.path("version").isTextual() || !json.path("entry").isObject()) {
                throw new JsonProcessingException("malformed") { };
            }
            return new Change(json.path("type").asText().equals("REMOVE"), json.path("globalUserId").asText(), json.path("campaignId").asText(), json.path("version").asText(), message);
        }

        Map<String, AttributeValue> key() {
            return Rows.key(fan, campaign);
        }

        Instant at() {
            return Instant.parse(version);
        }
    }

    /** What is replicated of an entry. @param row null where it was removed */
    private record Work(Change change, List<Message> messages, Map<String, AttributeValue> row) {

        ObjectNode item() {
            var item = Json.MAPPER.createObjectNode().put("globalUserId", change.fan).put("version", change.version);
            if (row != null) {
                item.set("entry", Rows.entry(row));
            }
            return item;
        }
    }

    private record Call(String method, String campaign, List<Work> works) { }

    @Override
    Set<Message> work(List<Message> batch, Map<Message, String> refused) {
        var works = compare(batch, refused);
        var byCall = works.stream().collect(Collectors.groupingBy(work -> (work.change.isRemoval ? "DELETE " : "POST ") + work.change.campaign));
        var calls = byCall.entrySet().stream().flatMap(call -> parts(call.getValue(), Partner.MOST).stream().map(some -> {
            var name = call.getKey().split(" ", 2);
            return new Call(name[0], name[1], some);
        })).toList();
        Map<Work, Boolean> applied = new ConcurrentHashMap<>();
        forAll(calls, call -> {
            var done = call(call);
            call.works.stream().filter(work -> done.holds(work.change.fan)).forEach(work -> applied.put(work, done.applied().contains(work.change.fan)));
        });
        applied.forEach((work, isApplied) -> {
            if (!isApplied) {
                work.messages.forEach(message -> refused.put(message, "the entry service knows a newer version"));
            }
        });
        var replicated = applied.keySet().stream().filter(work -> applied.get(work) && work.row != null).toList();
        Set<Work> unflagged = ConcurrentHashMap.newKeySet();
        forAll(replicated, work -> {
            try {
                table.unflag(work.change.key(), work.change.version);
                unflagged.add(work);
            } catch (RuntimeException e) {
                System.err.println("a flag was not cleared: " + e);
            }
        });
        var letters = unflagged.stream().collect(Collectors.toMap(EntryWorker::profile, work -> work));
        var sent = profiles.trySend(List.copyOf(letters.keySet()));
        var done = new HashSet<Message>();
        sent.forEach(letter -> done.addAll(letters.get(letter).messages));
        applied.forEach((work, isApplied) -> {
            if (isApplied && work.row == null) {
                done.addAll(work.messages);
            }
        });
        return done;
    }

    private List<Work> compare(List<Message> batch, Map<Message, String> refused) {
        var byKey = new HashMap<Map<String, AttributeValue>, List<Change>>();
        for (var message : batch) {
            try {
                var change = Change.read(message);
                byKey.computeIfAbsent(change.key(), key -> new ArrayList<>()).add(change);
            } catch (JsonProcessingException e) {
                refused.put(message, "malformed");
            }
        }
        var rows = byKey.isEmpty() ? Map.<Map<String, AttributeValue>, Map<String, AttributeValue>>of() : table.read(byKey.keySet());
        var works = new ArrayList<Work>();
        byKey.forEach((key, changes) -> {
            var row = rows.get(key);
            var valid = changes.stream().filter(change -> change.isRemoval ? row == null : row != null && change.version.equals(Rows.version(row))).toList();
            var newest = valid.stream().max(Comparator.comparing(Change::at).thenComparing(Change::isRemoval)).orElse(null);
            var same = new ArrayList<Message>();
            for (var change : changes) {
                if (valid.contains(change) && change.version.equals(newest.version) && change.isRemoval == newest.isRemoval) {
                    same.add(change.message);
                } else {
                    refused.put(change.message, "stale");
                }
            }
            if (newest != null) {
                works.add(new Work(newest, same, row));
            }
        });
        return works;
    }

    private Partner.Done call(Call call) {
        var first = call.works.get(0).messages.get(0);
        return entries.call(call.method, "/" + Partner.segment(call.campaign) + "/entries", call.works.stream().map(Work::item).toList(), first.messageId(),
                DemandTable.trace(attribute(first, "correlationid"), attribute(first, "traceparent")));
    }

    private static Letter profile(Work work) {
        var entry = Rows.entry(work.row);
        var profile = Json.MAPPER.createObjectNode();
        PROFILE.stream().filter(entry::has).forEach(name -> profile.set(name, entry.get(name)));
        profile.put("updated", work.change.version);
        var message = work.messages.get(0);
        return new Letter(attribute(message, "recordId"), profile, attribute(message, "correlationid"), attribute(message, "traceparent"));
    }
}
