package hub.operations.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Failures as a person reads them in a terminal. What came from outside cannot steer it: control characters are shown as {@code ·}. */
final class FailureText {

    private static final List<String> HEAD = List.of("ID", "STATUS", "CREATED", "FLOW", "SUBJECT", "CODE", "REASON");
    private static final int MAX_CELL = 60;

    private FailureText() {
    }

    static void table(PrintWriter out, JsonNode page) {
        var rows = new ArrayList<List<String>>();
        page.path("items").forEach(row -> rows.add(List.of(text(row, "id"), text(row, "status"), text(row, "createdAt").replaceFirst("\\.\\d+Z$", "Z"), text(row, "flow"),
                text(row, "subject"), text(row, "code"), text(row, "reason"))));
        if (rows.isEmpty()) {
            out.println("no failures");
            return;
        }
        rows.add(0, HEAD);
        int[] widths = IntStream.range(0, HEAD.size()).map(column -> rows.stream().mapToInt(row -> shortened(row.get(column)).length()).max().orElse(0)).toArray();
        for (var row : rows) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(("%-" + widths[column] + "s  ").formatted(shortened(row.get(column))));
            }
            out.println(line.toString().stripTrailing());
        }
        if (page.has("next")) {
            out.println("there are more: --next " + page.path("next").asText());
        }
    }

    static void whole(PrintWriter out, JsonNode failure) {
        failure.properties().forEach(field -> {
            var value = field.getValue();
            if (!value.isContainerNode() && !value.isNull() && !field.getKey().startsWith("payload")) {
                out.printf("%-15s %s%n", field.getKey(), harmless(value.asText()));
            }
        });
        out.println("headers");
        failure.path("headers").properties().forEach(header -> out.printf("  %s: %s%n", harmless(header.getKey()), harmless(header.getValue().asText())));
        out.println("history");
        failure.path("history").forEach(entry -> out.printf("  %s %s by %s %s%n", text(entry, "at"), text(entry, "what"), text(entry, "who"), text(entry, "why")));
        out.println(failure.path("payloadEncoding").asText().equals("base64") ? "payload (base64)" : "payload");
        out.println("  " + harmless(failure.path("payload").asText()));
    }

    static String text(JsonNode row, String field) {
        return harmless(row.path(field).asText(""));
    }

    static String harmless(String text) {
        return text.equals("null") ? "" : text.replaceAll("\\p{Cntrl}", "·");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL - 1) + "…";
    }
}
