package hub.operations.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import hub.events.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Failures as a person reads them in a terminal. What came from outside cannot steer it: control characters are shown as {@code ·}. */
final class FailureText {

    private static final List<String> HEAD = List.of("ID", "STATUS", "CREATED", "FLOW", "SUBJECT", "CODE", "REASON");
    private static final int MAX_CELL = 60;
    private static final Map<String, String> PARTS = parts();

    private FailureText() {
    }

    private static Map<String, String> parts() {
        var parts = new LinkedHashMap<String, String>();
        parts.put("held", "held again");
        parts.put("blocked", "blocked behind a held one");
        parts.put("discarded", "discarded meanwhile");
        parts.put("notRetried", "not retried");
        parts.put("retrying", "under way");
        parts.put("pending", "to come");
        return parts;
    }

    static void table(PrintWriter out, JsonNode page) {
        var rows = new ArrayList<List<String>>();
        page.path("items").forEach(row -> rows.add(List.of(text(row, "id"), text(row, "status"), time(row, "createdAt"), text(row, "flow"),
                text(row, "subject"), text(row, "code"), text(row, "reason"))));
        table(out, HEAD, rows, "no failures");
        if (page.has("next")) {
            out.println((rows.isEmpty() ? "none among the newest; older ones: --next " : "there are more: --next ") + page.path("next").asText());
        }
    }

    static void groups(PrintWriter out, JsonNode groups) {
        var rows = new ArrayList<List<String>>();
        groups.path("items").forEach(group -> rows.add(List.of(text(group, "id"), text(group, "flow"), text(group, "code"), simple(text(group, "exception")), simple(text(group, "frame")),
                text(group, "count"), group.path("statuses").properties().stream().map(status -> status.getValue().asText() + " " + status.getKey()).collect(Collectors.joining(", ")),
                "%s (%s, hour before %s)".formatted(text(group, "trend"), text(group, "lastHour"), text(group, "hourBefore")), time(group, "firstSeen"), time(group, "lastSeen"))));
        table(out, List.of("GROUP", "FLOW", "CODE", "EXCEPTION", "FRAME", "COUNT", "STATUS", "LAST HOUR", "FIRST", "LAST"), rows, "no failures");
    }

    /** What a retry of many would act on. */
    static void counts(PrintWriter out, JsonNode counted) {
        var rows = new ArrayList<List<String>>();
        counted.path("counts").forEach(count -> rows.add(List.of(text(count, "flow"), text(count, "status"), text(count, "count"))));
        table(out, List.of("FLOW", "STATUS", "COUNT"), rows, "no failures");
        if (!rows.isEmpty()) {
            out.printf("%d selected, %d of them heads that are tried at once; %d behind these follow in order%n", counted.path("total").asLong(), counted.path("heads").asLong(),
                    counted.path("behind").asLong());
        }
        if (counted.path("stranded").asLong() > 0) {
            out.printf("%d wait behind failures that are not among them, and stay blocked while those are held%n", counted.path("stranded").asLong());
        }
    }

    static void jobs(PrintWriter out, JsonNode jobs) {
        var rows = new ArrayList<List<String>>();
        jobs.path("items").forEach(job -> rows.add(List.of(text(job, "id"), text(job, "status"), text(job, "total"), text(job, "resolved"), text(job, "held"), text(job, "pending"), text(job, "operator"),
                time(job, "createdAt"), time(job, "endedAt"))));
        table(out, List.of("JOB", "STATUS", "TOTAL", "RESOLVED", "HELD AGAIN", "PENDING", "BY", "CREATED", "ENDED"), rows, "no jobs");
    }

    static void members(PrintWriter out, JsonNode members) {
        var rows = new ArrayList<List<String>>();
        members.path("items").forEach(member -> rows.add(List.of(text(member, "failureId"), text(member, "state"), text(member, "flow"), text(member, "subject"), text(member, "reason"))));
        if (!rows.isEmpty()) {
            table(out, List.of("FAILURE", "STATE", "FLOW", "SUBJECT", "REASON"), rows, "");
        }
    }

    /** How far a retry job is, in a line. */
    static String progress(JsonNode job) {
        var line = new StringBuilder("%s %s: %d of %d resolved".formatted(text(job, "id"), text(job, "status"), job.path("resolved").asLong(), job.path("total").asLong()));
        PARTS.forEach((name, words) -> {
            if (job.path(name).asLong() > 0) {
                line.append(", ").append(job.path(name).asLong()).append(' ').append(words);
            }
        });
        return job.has("trouble") ? line.append("; ").append(text(job, "trouble")).toString() : line.toString();
    }

    /** What is to be done about what a retry job left. */
    static void end(PrintWriter out, JsonNode job) {
        if (job.path("held").asLong() > 0) {
            out.printf("what failed again: ./hub failures jobs show %s%n", text(job, "id"));
        }
    }

    private static void table(PrintWriter out, List<String> head, List<List<String>> rows, String none) {
        if (rows.isEmpty()) {
            out.println(none);
            return;
        }
        var lines = new ArrayList<>(rows);
        lines.add(0, head);
        int[] widths = IntStream.range(0, head.size()).map(column -> lines.stream().mapToInt(row -> shortened(row.get(column)).length()).max().orElse(0)).toArray();
        for (var row : lines) {
            var line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(("%-" + Math.max(1, widths[column]) + "s  ").formatted(shortened(row.get(column))));
            }
            out.println(line.toString().stripTrailing());
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
        failure.path("edits").forEach(edit -> {
            out.printf("edit of %s by %s %s%n", text(edit, "at"), text(edit, "operator"), text(edit, "reason"));
            difference(out, edit.path("difference"));
        });
        out.println(failure.path("payloadEncoding").asText().equals("base64") ? "payload (base64)" : "payload");
        pretty(failure.path("payload").asText()).lines().forEach(line -> out.println("  " + harmless(line)));
        if (!failure.path("blocked").isEmpty()) {
            out.printf("behind it (%d of %d)%n", failure.path("blocked").size(), failure.path("behind").asLong());
            failure.path("blocked").forEach(one -> out.printf("  %s %s %s %s%n", text(one, "id"), text(one, "status"), text(one, "type"), text(one, "eventId")));
        }
    }

    /** What an edit changed. */
    static void difference(PrintWriter out, JsonNode difference) {
        difference.forEach(place -> out.printf("  %s: %s -> %s%n", text(place, "path"), value(place, "from"), value(place, "to")));
    }

    private static String value(JsonNode place, String name) {
        return place.has(name) ? shortened(harmless(place.path(name).toString())) : "nothing";
    }

    /** JSON over several lines, anything else as it is. */
    private static String pretty(String payload) {
        try {
            var json = Json.MAPPER.readTree(payload);
            return json.isContainerNode() ? json.toPrettyString() : payload;
        } catch (JsonProcessingException e) {
            return payload;
        }
    }

    private static String time(JsonNode row, String field) {
        return text(row, field).replaceFirst("\\.\\d+Z$", "Z");
    }

    /** A class without its package, a method with its class. */
    private static String simple(String name) {
        return name.replaceFirst("^([a-z][a-z0-9_]*\\.)+(?=[A-Z])", "");
    }

    static String text(JsonNode row, String field) {
        return harmless(row.path(field).asText(""));
    }

    static String harmless(String text) {
        return text.equals("null") ? "" : text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", "·");
    }

    private static String shortened(String text) {
        return text.length() <= MAX_CELL ? text : text.substring(0, MAX_CELL - 1) + "…";
    }
}
