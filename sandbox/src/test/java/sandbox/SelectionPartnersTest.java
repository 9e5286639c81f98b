package sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The partners of selection and reminders: code, stats, SMS and export service, and what the entry service counts. */
@ExtendWith(SharedSandbox.class)
class SelectionPartnersTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String campaign = "c-" + UUID.randomUUID();
    private final SandboxProcess shared;
    private int version;
    private SandboxProcess sandbox;

    SelectionPartnersTest(SandboxProcess sandbox) {
        this.shared = sandbox;
        this.sandbox = sandbox;
    }

    @BeforeEach
    @AfterEach
    void reset() throws Exception {
        shared.send("DELETE", "/faults", null);
    }

    @Test
    void reserved_codes_are_no_longer_free_and_an_assigned_one_is_never_reserved_again() throws Exception {
        pool("la", codes(3));

        var given = reserve("la", 2, "first");
        assertThat(given).hasSize(2);
        assertThat(figures("la")).isEqualTo("1/2/0");

        assertThat(assign("la", given.get(0)).statusCode()).isEqualTo(200);
        assertThat(assign("la", given.get(0)).statusCode()).isEqualTo(200);
        assertThat(figures("la")).isEqualTo("1/1/1");
        assertThat(release("la", given)).isEqualTo(1);
        assertThat(figures("la")).isEqualTo("2/0/1");
        assertThat(reserve("la", 2, "second")).doesNotContain(given.get(0));
    }

    @Test
    void same_key_reserves_once() throws Exception {
        pool("la", codes(5));

        assertThat(reserve("la", 2, "key")).isEqualTo(reserve("la", 2, "key"));
        assertThat(figures("la")).isEqualTo("3/2/0");
        assertThat(reservation("la", 3, "key").statusCode()).isEqualTo(422);
    }

    @Test
    void short_pool_reserves_nothing_and_says_how_many_are_free() throws Exception {
        pool("la", codes(3));

        var refused = reservation("la", 4, "key");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(refused.body()).get("type").asText()).isEqualTo("code-pool-short");
        assertThat(JSON.readTree(refused.body()).get("free").asInt()).isEqualTo(3);
        assertThat(figures("la")).isEqualTo("3/0/0");
        assertThat(reservation("nowhere", 1, "other").statusCode()).isEqualTo(409);
    }

    @Test
    void known_codes_stay_what_they_are_when_they_are_put_again() throws Exception {
        pool("la", List.of("a", "b"));
        reserve("la", 2, "key");

        pool("la", List.of("a", "b", "c"));

        assertThat(figures("la")).isEqualTo("1/2/0");
    }

    @Test
    void markets_have_pools_of_their_own_and_codes_of_the_same_text() throws Exception {
        pool("la", List.of("same"));
        pool("sf", List.of("same"));

        assertThat(reserve("la", 1, "la")).containsExactly("same");
        assertThat(figures("sf")).isEqualTo("1/0/0");
        assertThat(assign("nowhere", "same").statusCode()).isEqualTo(404);
    }

    @Test
    void reservations_at_once_never_share_a_code() throws Exception {
        pool("la", codes(400));
        var reservations = new ArrayList<Callable<List<String>>>();
        IntStream.range(0, 40).forEach(number -> reservations.add(() -> reserve("la", 10, "key-" + number % 20)));
        var pool = Executors.newFixedThreadPool(16);

        var given = new HashSet<List<String>>();
        for (var reservation : pool.invokeAll(reservations)) {
            given.add(reservation.get());
        }
        pool.shutdown();

        assertThat(given).hasSize(20);
        assertThat(given.stream().flatMap(List::stream).collect(Collectors.toSet())).hasSize(200);
        assertThat(figures("la")).isEqualTo("200/200/0");
    }

    @Test
    void what_is_no_call_is_refused() throws Exception {
        assertThat(sandbox.send("POST", code("/codes/reserve"), "{\"marketId\": \"la\", \"count\": 1}").statusCode()).isEqualTo(400);
        assertThat(sandbox.send("POST", code("/codes/reserve"), "{\"marketId\": \"la\", \"count\": 0}", Map.of("Idempotency-Key", "k")).statusCode()).isEqualTo(400);
        assertThat(sandbox.send("PUT", code("/pool"), "{\"la\": \"XK-42\"}").statusCode()).isEqualTo(400);
        assertThat(sandbox.send("POST", "/partners/sms/messages", "{\"phoneNumber\": \"12\", \"message\": \"x\"}", Map.of("Idempotency-Key", "k")).statusCode()).isEqualTo(400);
    }

    @Test
    void ten_thousand_codes_are_reserved_at_once() throws Exception {
        pool("la", codes(12_000));

        assertThat(reserve("la", 10_000, "key")).doesNotHaveDuplicates().hasSize(10_000);
        assertThat(figures("la")).isEqualTo("2000/10000/0");
    }

    @Test
    void codes_reservations_and_messages_outlive_the_sandbox(@TempDir Path directory) throws Exception {
        try (var own = new SandboxProcess(directory.resolve("data"))) {
            sandbox = own;
            own.start();
            pool("la", codes(5));
            var given = reserve("la", 3, "key");
            assign("la", given.get(0));
            assertThat(release("la", given.subList(1, 2))).isOne();
            var message = send("message-key", "+12135550100");
            entry("fan-1", "[\"la\"]");
            own.kill();
            own.start();

            assertThat(figures("la")).isEqualTo("3/1/1");
            assertThat(reserve("la", 3, "key")).isEqualTo(given);
            assertThat(figures("la")).isEqualTo("3/1/1");
            assertThat(send("message-key", "+12135550100")).isEqualTo(message);
            assertThat(messages("+12135550100")).hasSize(1);
            assertThat(counts("")).isEqualTo("1/0/0");
        }
    }

    @Test
    void message_is_sent_once_for_each_key() throws Exception {
        assertThat(send("key-1" + campaign, "+12135550111")).isEqualTo(send("key-1" + campaign, "+12135550111"));
        send("key-2" + campaign, "+12135550111");

        assertThat(messages("+12135550111")).hasSize(2);
        assertThat(messages("+12135550111")).allSatisfy(message -> assertThat(message.get("message").asText()).isEqualTo("See you"));
        assertThat(message("key-1" + campaign, "+12135550112").statusCode()).isEqualTo(422);
    }

    @Test
    void older_report_of_a_selection_does_not_replace_a_newer_one() throws Exception {
        report("la", "PROCESSING", "2026-11-05T10:00:00.000002Z");
        report("la", "PENDING", "2026-11-05T10:00:00.000001Z");
        report("sf", "FINISHED", "2026-11-05T10:00:00Z");

        var markets = JSON.readTree(sandbox.send("GET", "/partners/stats/" + campaign, null).body()).get("markets");
        assertThat(markets.at("/la/status").asText()).isEqualTo("PROCESSING");
        assertThat(markets.at("/sf/status").asText()).isEqualTo("FINISHED");
    }

    @Test
    void registered_are_the_entries_held_of_a_campaign_and_of_its_markets() throws Exception {
        entry("fan-1", "[\"la\", \"sf\"]");
        entry("fan-2", "[\"la\"]");
        entry("fan-2", "[\"sf\"]");
        entry("fan-3", "[\"la\"]");
        sandbox.send("DELETE", "/partners/entry/" + campaign + "/entries", "{\"items\": [{\"globalUserId\": \"fan-3\", \"version\": \"2026-11-05T10:00:09Z\"}]}");

        assertThat(counts("")).isEqualTo("2/0/0");
        assertThat(counts("?marketId=la")).isEqualTo("1/0/0");
        assertThat(counts("?marketId=sf")).isEqualTo("2/0/0");
        assertThat(counts("?marketId=ny")).isEqualTo("0/0/0");
    }

    @Test
    void export_leaves_a_line_for_each_winner_in_the_bucket_of_the_crm_team() throws Exception {
        prepareExport();

        var answer = export("2026-12-09T18:30:00.000Z", "key");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JSON.readTree(answer.body()).get("location").asText()).isEqualTo("s3://crm-exports/" + campaign + "/2026-12-09T18:30:00.000Z.csv");
        assertThat(file("2026-12-09T18:30:00.000Z")).isEqualTo("""
                globalUserId,email,locale,marketId,presale
                fan-1,"a,b@example.com",fr-ca,la,2026-12-10T18:30:00.000Z
                fan-2,,en-us,sf,
                """);
        assertThat(export("2026-12-09T18:30:00.000Z", "key").statusCode()).isEqualTo(200);
        assertThat(export("no date", "key").statusCode()).isEqualTo(400);
    }

    @Test
    void export_says_that_it_cannot_upload_while_s3_is_away() throws Exception {
        prepareExport();
        sandbox.send("PUT", "/faults/backends/s3", "{\"down\": true}");

        assertThat(export("2026-12-09T18:30:00.000Z", "key").statusCode()).isEqualTo(503);

        sandbox.send("DELETE", "/faults", null);
        assertThat(export("2026-12-09T18:30:00.000Z", "key").statusCode()).isEqualTo(200);
    }

    private void prepareExport() throws Exception {
        sandbox.send("PUT", "/partners/campaign/" + campaign, """
                {"name": "Tour", "status": "CLOSED", "markets": [{"marketId": "la", "presale": "2026-12-10T18:30:00.000Z"}, {"marketId": "sf"}]}""");
        sandbox.send("PUT", "/partners/entry/" + campaign + "/scoring", """
                [{"globalUserId": "fan-2", "locale": "en-us", "marketIds": ["sf"], "verdict": true, "code": {"code": "b", "marketId": "sf"}},
                 {"globalUserId": "fan-1", "locale": "en-us", "marketIds": ["la"], "verdict": true, "code": {"code": "a", "marketId": "la"}},
                 {"globalUserId": "fan-3", "locale": "en-us", "marketIds": ["la"], "verdict": false}]""");
        sandbox.send("POST", "/partners/entry/" + campaign + "/entries", """
                {"items": [{"globalUserId": "fan-1", "version": "2026-11-05T10:00:00Z", "entry": {"email": "a,b@example.com", "locale": "fr-ca", "marketIds": ["la"]}}]}""");
    }

    private HttpResponse<String> export(String date, String key) throws Exception {
        return sandbox.send("POST", "/partners/export/exports", "{\"campaignId\": \"%s\", \"date\": \"%s\"}".formatted(campaign, date), Map.of("Idempotency-Key", campaign + key));
    }

    private String file(String date) throws Exception {
        var address = URI.create("http://127.0.0.1:" + sandbox.port("S3_PORT") + "/crm-exports/" + campaign + "/" + date.replace(":", "%3A") + ".csv");
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString()).body();
    }

    private void entry(String fan, String markets) throws Exception {
        var item = "{\"items\": [{\"globalUserId\": \"%s\", \"version\": \"2026-11-05T10:00:0%dZ\", \"entry\": {\"marketIds\": %s}}]}".formatted(fan, version++, markets);
        assertThat(sandbox.send("POST", "/partners/entry/" + campaign + "/entries", item).statusCode()).isEqualTo(200);
    }

    private String counts(String query) throws Exception {
        var counts = JSON.readTree(sandbox.send("GET", "/partners/entry/" + campaign + "/counts" + query, null).body());
        return counts.get("registered") + "/" + counts.get("eligible") + "/" + counts.get("selected");
    }

    private void report(String market, String status, String at) throws Exception {
        var report = "{\"marketId\": \"%s\", \"selectionId\": \"s\", \"status\": \"%s\", \"processed\": 0, \"failed\": 0, \"at\": \"%s\"}".formatted(market, status, at);
        assertThat(sandbox.send("POST", "/partners/stats/" + campaign, report).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> message(String key, String number) throws Exception {
        return sandbox.send("POST", "/partners/sms/messages", "{\"phoneNumber\": \"%s\", \"message\": \"See you\"}".formatted(number), Map.of("Idempotency-Key", key));
    }

    private String send(String key, String number) throws Exception {
        var sent = message(key, number);
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        return JSON.readTree(sent.body()).get("messageId").asText();
    }

    private JsonNode messages(String number) throws Exception {
        return JSON.readTree(sandbox.send("GET", "/partners/sms/messages?phoneNumber=" + number.replace("+", "%2B"), null).body()).get("items");
    }

    private String code(String path) {
        return "/partners/code/" + campaign + path;
    }

    private static List<String> codes(int count) {
        return IntStream.range(0, count).mapToObj("XK-%06d"::formatted).toList();
    }

    private void pool(String market, List<String> codes) throws Exception {
        assertThat(sandbox.send("PUT", code("/pool"), JSON.writeValueAsString(Map.of(market, codes))).statusCode()).isEqualTo(204);
    }

    private HttpResponse<String> reservation(String market, int count, String key) throws Exception {
        return sandbox.send("POST", code("/codes/reserve"), "{\"marketId\": \"%s\", \"count\": %d}".formatted(market, count), Map.of("Idempotency-Key", campaign + key));
    }

    private List<String> reserve(String market, int count, String key) throws Exception {
        var answer = reservation(market, count, key);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        var codes = new ArrayList<String>();
        JSON.readTree(answer.body()).get("codes").forEach(code -> codes.add(code.asText()));
        return codes;
    }

    private int release(String market, List<String> codes) throws Exception {
        var answer = sandbox.send("POST", code("/codes/release"), JSON.writeValueAsString(Map.of("marketId", market, "codes", codes)));
        return JSON.readTree(answer.body()).get("released").asInt();
    }

    private HttpResponse<String> assign(String market, String code) throws Exception {
        return sandbox.send("POST", code("/assign"), JSON.writeValueAsString(Map.of("marketId", market, "code", code)), Map.of("Idempotency-Key", market + code));
    }

    private String figures(String market) throws Exception {
        var figures = JSON.readTree(sandbox.send("GET", code("/pool"), null).body()).get(market);
        return figures.get("free") + "/" + figures.get("reserved") + "/" + figures.get("assigned");
    }
}
