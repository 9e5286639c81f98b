package hub.acceptance.operations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import hub.acceptance.Call;
import hub.acceptance.Http;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.acceptance.Sqs;
import hub.acceptance.World;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Dashboard and alert rules against what a hub that has worked really shows. */
class MonitoringTest {

    private static final Path MONITORING = World.HOME.resolve("monitoring");
    private static final Pattern SELECTOR = Pattern.compile("\\b(hub_[a-z_]+)(?:\\{([^}]*)})?");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=|=~|!=|!~)\\s*\"([^\"]*)\"");
    private static final Pattern GROUPING = Pattern.compile("\\b(?:by|without)\\s*\\(([^)]*)\\)");
    private static final Pattern LEGEND = Pattern.compile("\\{\\{\\s*(?:\\$labels\\.)?(\\w+)\\s*}}");
    private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

    /** A query, and the labels that the text around it takes from its result. */
    private record Query(String where, String expression, List<String> labels) { }

    /** A series of a scrape. */
    private record Series(String name, Map<String, String> labels) { }

    @Test
    void every_metric_and_label_of_dashboard_and_alerts_is_there() throws IOException {
        work();
        var queries = Stream.concat(dashboard().stream(), alerts().stream()).toList();
        assertThat(queries).hasSizeGreaterThan(40);

        await().atMost(40, SECONDS).untilAsserted(() -> {
            var scrape = scrape();
            assertThat(queries.stream().flatMap(query -> faults(query, scrape).stream())).isEmpty();
        });
    }

    @Test
    void every_alert_names_a_section_of_the_manual() throws IOException {
        var anchors = Files.readAllLines(World.HOME.resolve("docs/operations.md")).stream().filter(line -> line.startsWith("#"))
                .map(line -> "docs/operations.md#" + line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-')).toList();

        assertThat(rules()).allSatisfy(rule -> {
            assertThat(anchors).contains(rule.path("annotations").path("runbook").asText());
            assertThat(rule.path("labels").path("severity").asText()).isIn("warning", "critical");
        });
    }

    /** An event that is applied, one that is parked, one that comes in from Kafka, and a message of a queue. */
    private static void work() {
        Made.account();
        Call.hub().as(Running.world().token("boss", "admin")).post("/api/award/v1/users/" + Made.id("nobody") + "/stickers", "{\"stickerId\":\"welcome\"}");
        try (var kafka = new Kafka(Running.world())) {
            kafka.send("users.stickerClaimed.v1", "nobody", "{\"accountId\":\"" + Made.id("nobody") + "\",\"stickerId\":\"welcome\"}");
        }
        try (var sqs = new Sqs(Running.world())) {
            sqs.send("dataQueue", "no entity");
        }
    }

    private static List<String> faults(Query query, List<Series> scrape) {
        var faults = new ArrayList<String>();
        var labels = new ArrayList<>(List.of("le"));
        SELECTOR.matcher(query.expression()).results().forEach(selector -> {
            var matching = scrape.stream().filter(series -> series.name().equals(selector.group(1))).filter(series -> matches(series, selector)).toList();
            if (matching.isEmpty()) {
                faults.add(query.where() + ": no series is " + selector.group());
            }
            matching.forEach(series -> labels.addAll(series.labels().keySet()));
        });
        Stream.concat(GROUPING.matcher(query.expression()).results().flatMap(grouping -> Stream.of(grouping.group(1).split(","))).map(String::strip), query.labels().stream())
                .filter(label -> !labels.contains(label)).forEach(label -> faults.add(query.where() + ": nothing in " + query.expression() + " has a label " + label));
        return faults;
    }

    /** What stands for a choice of the dashboard matches whatever has the label. */
    private static boolean matches(Series series, MatchResult selector) {
        return selector.group(2) == null || MATCHER.matcher(selector.group(2)).results().allMatch(matcher -> series.labels().containsKey(matcher.group(1))
                && (!matcher.group(2).equals("=") || series.labels().get(matcher.group(1)).equals(matcher.group(3))));
    }

    private static List<Query> dashboard() throws IOException {
        var dashboard = Json.read(Files.readString(MONITORING.resolve("grafana-dashboard.json")));
        var queries = new ArrayList<Query>();
        dashboard.path("panels").forEach(panel -> panel.path("targets").forEach(target ->
                queries.add(new Query("panel " + panel.path("title").asText(), target.path("expr").asText(), found(LEGEND, target.path("legendFormat").asText())))));
        dashboard.path("templating").path("list").forEach(variable -> LABEL_VALUES.matcher(variable.path("definition").asText()).results()
                .forEach(values -> queries.add(new Query("variable " + variable.path("name").asText(), values.group(1), List.of(values.group(2))))));
        return queries;
    }

    private static List<Query> alerts() throws IOException {
        return rules().stream().map(rule -> new Query("alert " + rule.path("alert").asText(), rule.path("expr").asText(), found(LEGEND, rule.path("annotations").path("summary").asText())))
                .toList();
    }

    private static List<JsonNode> rules() throws IOException {
        var rules = new ArrayList<JsonNode>();
        new YAMLMapper().readTree(MONITORING.resolve("alerts.yaml").toFile()).path("groups").forEach(group -> group.path("rules").forEach(rules::add));
        return rules;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }

    private static List<Series> scrape() {
        return Http.get(Running.hub().opsUrl() + "/observe/metrics").body().lines().filter(line -> line.startsWith("hub_")).map(line -> {
            var series = SELECTOR.matcher(line);
            assertThat(series.lookingAt()).isTrue();
            var labels = new HashMap<String, String>();
            if (series.group(2) != null) {
                MATCHER.matcher(series.group(2)).results().forEach(label -> labels.put(label.group(1), label.group(3)));
            }
            return new Series(series.group(1), labels);
        }).toList();
    }
}
