package bench.bare.registration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.events.Json;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Rows of the demand table as JSON, and back. */
final class Rows {

    private static final List<String> NOT_SHOWN = List.of("PK", "SK", "needsReplication", "trace");

    private Rows() {
    }

    static Map<String, AttributeValue> key(String fan, String campaign) {
        return Map.of("PK", AttributeValue.fromS("fan:" + fan), "SK", AttributeValue.fromS("asu#" + campaign));
    }

    static Map<String, AttributeValue> row(JsonNode object) {
        var row = new HashMap<String, AttributeValue>();
        object.properties().forEach(field -> row.put(field.getKey(), value(field.getValue())));
        return row;
    }

    static AttributeValue value(JsonNode json) {
        if (json.isObject()) {
            return AttributeValue.fromM(row(json));
        }
        if (json.isArray()) {
            var list = new ArrayList<AttributeValue>();
            json.forEach(element -> list.add(value(element)));
            return AttributeValue.fromL(list);
        }
        return json.isBoolean() ? AttributeValue.fromBool(json.booleanValue()) : AttributeValue.fromS(json.asText());
    }

    /** The entry in a row, as fans and partners see it. */
    static ObjectNode entry(Map<String, AttributeValue> row) {
        return object(row).remove(NOT_SHOWN);
    }

    static ObjectNode object(Map<String, AttributeValue> row) {
        var object = Json.MAPPER.createObjectNode();
        row.forEach((name, value) -> object.set(name, json(value)));
        return object;
    }

    private static JsonNode json(AttributeValue value) {
        if (value.hasM()) {
            return object(value.m());
        }
        if (value.hasL()) {
            var list = Json.MAPPER.createArrayNode();
            value.l().forEach(element -> list.add(json(element)));
            return list;
        }
        return value.bool() != null ? Json.MAPPER.getNodeFactory().booleanNode(value.bool()) : Json.MAPPER.getNodeFactory().textNode(value.s());
    }

    /** The version of an entry's row; null where it has none. */
    static String version(Map<String, AttributeValue> row) {
        return date(row, "updated");
    }

    static String date(Map<String, AttributeValue> row, String name) {
        var date = row.get("date");
        return date != null && date.hasM() && date.m().containsKey(name) ? date.m().get(name).s() : null;
    }
}
