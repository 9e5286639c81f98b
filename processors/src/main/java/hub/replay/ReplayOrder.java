package hub.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import hub.events.Times;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an operator orders to be replayed.
 *
 * @param from         recorded at this time or later; null in a rebuild, which begins where the log does
 * @param to           recorded before this time; null in a rebuild, which ends where live events go on
 * @param types        event types; empty for all that the subscribers take
 * @param subjects     ids of aggregates; empty for all
 * @param allowEffects subscribers whose effects outside the hub are wanted again
 * @param rate         most events a second; null for as many as the subscribers take
 * @param dryRun       only to be counted
 */
public record ReplayOrder(String id, Mode mode, Instant from, Instant to, Set<String> types, Set<String> subjects, Set<String> subscribers, Set<String> allowEffects, Integer rate,
                          boolean dryRun) {

    /** What is to become of events that a subscriber has applied already. */
    public enum Mode {
        /** They are skipped; those that it lacks take effect. */
        REPAIR,
        /** The subscriber's model is cleared, and all take effect once more. */
        REBUILD
    }

    private static final Set<String> NAMES = Set.of("id", "from", "to", "types", "subjects", "subscribers", "mode", "allowEffects", "rate", "dryRun");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final int MAX_NAMES = 1000;
    private static final int MAX_RATE = 1_000_000;

    /** Reads an order. An id is made where there is none. @throws Refused it contradicts itself or lacks something */
    public static ReplayOrder parse(JsonNode json) {
        var unknown = new TreeSet<String>();
        json.fieldNames().forEachRemaining(name -> {
            if (!NAMES.contains(name)) {
                unknown.add(name);
            }
        });
        if (!unknown.isEmpty()) {
            throw Refused.invalid("unknown member " + unknown.first() + "; there are " + String.join(", ", new TreeSet<>(NAMES)));
        }
        var order = new ReplayOrder(id(json.path("id")), mode(json.path("mode")), time("from", json.path("from")), time("to", json.path("to")), names("types", json.path("types")),
                names("subjects", json.path("subjects")), names("subscribers", json.path("subscribers")), names("allowEffects", json.path("allowEffects")), rate(json.path("rate")),
                flag(json.path("dryRun")));
        order.requireSense();
        return order.mode == Mode.REBUILD ? order.wholeLog() : order;
    }

    /** The order of a job. */
    static ReplayOrder of(String id, JsonNode ordered) {
        return parse(((ObjectNode) ordered.deepCopy()).put("id", id));
    }

    /** As it is kept with its job: what makes two orders the same one. */
    JsonNode ordered() {
        var json = Json.MAPPER.createObjectNode().put("mode", mode.name().toLowerCase(Locale.ROOT));
        if (from != null) {
            json.put("from", from.toString()).put("to", to.toString());
        }
        put(json, "types", types);
        put(json, "subjects", subjects);
        put(json, "subscribers", subscribers);
        put(json, "allowEffects", allowEffects);
        if (rate != null) {
            json.put("rate", rate);
        }
        return json;
    }

    private void requireSense() {
        if (subscribers.isEmpty()) {
            throw Refused.invalid("subscribers has to name at least one subscriber");
        }
        if (mode == Mode.REPAIR && (from == null || to == null)) {
            throw Refused.invalid("from and to are needed: events recorded from ≤ recordedAt < to");
        }
        if (from != null && to != null && !from.isBefore(to)) {
            throw Refused.invalid("from has to be before to");
        }
        if (mode == Mode.REBUILD && !(types.isEmpty() && subjects.isEmpty())) {
            throw Refused.invalid("a rebuild takes every event of its subscribers: leave out types and subjects");
        }
        allowEffects.stream().filter(name -> !subscribers.contains(name)).findFirst().ifPresent(name -> {
            throw Refused.invalid("allowEffects names " + name + ", which is not among the subscribers");
        });
    }

    private ReplayOrder wholeLog() {
        return new ReplayOrder(id, mode, null, null, types, subjects, subscribers, allowEffects, rate, dryRun);
    }

    private static String id(JsonNode id) {
        if (isAbsent(id)) {
            return UUID.randomUUID().toString();
        }
        if (!id.isTextual() || !ID.matcher(id.asText()).matches()) {
            throw Refused.invalid("id has to be 1 to 64 letters, digits, - or _");
        }
        return id.asText();
    }

    private static Mode mode(JsonNode mode) {
        return switch (isAbsent(mode) ? "repair" : mode.asText()) {
            case "repair" -> Mode.REPAIR;
            case "rebuild" -> Mode.REBUILD;
            default -> throw Refused.invalid("mode has to be repair or rebuild");
        };
    }

    private static Instant time(String name, JsonNode time) {
        if (isAbsent(time)) {
            return null;
        }
        try {
            return Times.parse(time.asText());
        } catch (IllegalArgumentException e) {
            throw Refused.invalid(name + " " + e.getMessage());
        }
    }

    private static Set<String> names(String member, JsonNode list) {
        var names = new TreeSet<String>();
        if (isAbsent(list)) {
            return names;
        }
        if (!list.isArray() || list.size() > MAX_NAMES) {
            throw Refused.invalid(member + " has to be a list of at most " + MAX_NAMES + " names");
        }
        list.forEach(name -> {
            if (!name.isTextual() || name.asText().isBlank() || name.asText().chars().anyMatch(Character::isISOControl)) {
                throw Refused.invalid(member + " has to be a list of names");
            }
            names.add(name.asText());
        });
        return names;
    }

    private static Integer rate(JsonNode rate) {
        if (isAbsent(rate)) {
            return null;
        }
        if (!rate.isInt() || rate.asInt() < 1 || rate.asInt() > MAX_RATE) {
            throw Refused.invalid("rate has to be a whole number of events a second, 1 to " + MAX_RATE);
        }
        return rate.asInt();
    }

    private static boolean flag(JsonNode flag) {
        if (isAbsent(flag)) {
            return false;
        }
        if (!flag.isBoolean()) {
            throw Refused.invalid("dryRun has to be true or false");
        }
        return flag.asBoolean();
    }

    private static boolean isAbsent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    private static void put(ObjectNode json, String name, Set<String> names) {
        if (!names.isEmpty()) {
            json.set(name, Json.MAPPER.valueToTree(names));
        }
    }
}
