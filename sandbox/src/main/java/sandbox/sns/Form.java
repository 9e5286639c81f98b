package sandbox.sns;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import sandbox.sns.SnsTopics.Publication;

/** The fields of a request in Amazon's query protocol; members of lists are numbered from 1. */
record Form(Map<String, String> fields) {

    static Form parse(String body) {
        var fields = new HashMap<String, String>();
        for (var field : body.split("&")) {
            int equals = field.indexOf('=');
            if (equals > 0) {
                fields.put(decoded(field.substring(0, equals)), decoded(field.substring(equals + 1)));
            }
        }
        return new Form(fields);
    }

    String text(String name) {
        return fields.getOrDefault(name, "");
    }

    /** The entries of a batch. */
    List<Publication> entries() {
        var entries = new ArrayList<Publication>();
        for (int i = 1; fields.containsKey("PublishBatchRequestEntries.member." + i + ".Id"); i++) {
            var prefix = "PublishBatchRequestEntries.member." + i + ".";
            entries.add(publication(prefix, text(prefix + "Id")));
        }
        return entries;
    }

    /** The message whose fields have this prefix. */
    Publication publication(String prefix, String id) {
        var attributes = new HashMap<String, String>();
        for (int i = 1; fields.containsKey(prefix + "MessageAttributes.entry." + i + ".Name"); i++) {
            var attribute = prefix + "MessageAttributes.entry." + i + ".";
            attributes.put(text(attribute + "Name"), text(attribute + "Value.StringValue"));
        }
        return new Publication(id, text(prefix + "Message"), attributes);
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
