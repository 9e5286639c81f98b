package hub.registration;

import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import hub.streams.Change;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;

/**
 * A change of an entry as it travels on queues (presale registration, use case 3, step 4).
 *
 * @param version {@code date.updated}; of the entry that was, where it was removed
 * @param entry   as the fan sees it; the one that was, where it was removed
 */
record EntryChange(Change.Type type, EntryKey key, String version, JsonNode entry) {

    boolean isRemoval() {
        return type == Change.Type.REMOVE;
    }

    Instant at() {
        return Instant.parse(version);
    }

    /** The text of a message. */
    static String write(Change.Type type, EntryKey key, Entry entry) {
        var text = new LinkedHashMap<String, Object>();
        text.put("type", type);
        text.put("globalUserId", key.globalUserId());
        text.put("campaignId", key.campaignId());
        text.put("version", entry.date().updated());
        text.put("entry", entry);
        return Json.write(text);
    }

    /** The text of a message about a row that cannot be read as an entry; {@link #read} says what is wrong with it. */
    static String writeUnread(Change change, String why) {
        var text = new LinkedHashMap<String, Object>();
        text.put("type", change.type());
        text.put("eventId", change.eventId());
        text.put("malformed", why);
        return Json.write(text);
    }

    static EntryChange read(String text) throws Malformed {
        var change = MessageText.json(text);
        if (change.hasNonNull("malformed")) {
            throw new Malformed(change.path("malformed").asText());
        }
        var key = new EntryKey(MessageText.required(change, "globalUserId"), MessageText.required(change, "campaignId"));
        if (key.campaignId().indexOf('#') >= 0) {
            throw new Malformed("campaignId is none");
        }
        var entry = change.path("entry");
        if (!entry.isObject()) {
            throw new Malformed("entry is missing");
        }
        return new EntryChange(type(MessageText.required(change, "type")), key, version(MessageText.required(change, "version")), entry);
    }

    /** @return the version itself @throws Malformed it is no time */
    static String version(String version) throws Malformed {
        try {
            Instant.parse(version);
            return version;
        } catch (DateTimeParseException e) {
            throw new Malformed("version is no ISO-8601 time in UTC");
        }
    }

    private static Change.Type type(String name) throws Malformed {
        try {
            return Change.Type.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new Malformed("type is none of INSERT, MODIFY, REMOVE");
        }
    }

    /** Without the entry, which is personal. */
    @Override
    public String toString() {
        return type + " " + key + " " + version;
    }
}
