package hub.acceptance.operations;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Call;
import hub.acceptance.Database;
import hub.acceptance.Http;
import hub.acceptance.Made;
import hub.acceptance.Running;
import hub.events.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line against a running hub, and where there is none. */
class CommandLineTest {

    private static final Map<String, String> HERE = Map.of("HUB_DATA", Running.world().data().toString(), "SANDBOX_PORT", String.valueOf(Running.world().port("SANDBOX_PORT")));

    @TempDir
    private Path nowhere;

    @Test
    void status_names_hub_and_sandbox() {
        Running.hub();

        var status = CommandLine.run(HERE, "status", "--json");

        assertThat(status.exitCode()).isZero();
        var json = Json.read(status.output());
        assertThat(json.path("hubs")).anySatisfy(hub -> {
            assertThat(Running.hub().httpUrl()).endsWith(":" + hub.path("httpPort").asText());
            assertThat(Running.hub().opsUrl()).endsWith(":" + hub.path("opsPort").asText());
            assertThat(hub.path("ready").asBoolean()).isTrue();
        });
        assertThat(json.path("sandbox").path("ready").asBoolean()).isTrue();
    }

    @Test
    void failure_is_listed_shown_and_discarded_without_a_token_of_ones_own() {
        var fan = UUID.randomUUID().toString();
        var admin = CommandLine.run(HERE, "token", "--user", "boss", "--role", "admin,user").output();
        assertThat(Http.post(Running.hub().httpUrl() + "/api/award/v1/users/" + fan + "/stickers", "{\"stickerId\":\"welcome\"}", "Authorization", "Bearer " + admin).status()).isEqualTo(201);

        await().atMost(30, SECONDS).until(() -> CommandLine.run(HERE, "failures", "list", "--subject", fan).output().contains("HELD"));
        var id = Json.read(CommandLine.run(HERE, "failures", "list", "--subject", fan, "--json").output()).path("items").path(0).path("id").asText();
        assertThat(CommandLine.run(HERE, "failures", "show", id).output()).contains("unknown-account", "payload", fan);
        assertThat(CommandLine.run(HERE, "failures", "discard", id, "--reason", "no such fan").output()).contains("DISCARDED");

        var viewer = "Bearer " + Running.world().token("vera", "viewer");
        assertThat(Http.get(Running.hub().opsUrl() + "/ops/audit?target=" + id, "Authorization", viewer).json().path("items").path(0).path("operator").asText())
                .isEqualTo("cli:" + System.getProperty("user.name"));

        var again = CommandLine.run(HERE, "failures", "retry", id);
        assertThat(again.exitCode()).isEqualTo(1);
        assertThat(again.errors()).isEqualTo("hub: It has ended already.");
    }

    @Test
    void replay_is_counted_first_and_started_with_yes() {
        var order = List.of("replay", "start", "--subscriber", "users-claimed-stickers", "--from", "2020-01-01T00:00:00Z", "--to", "2020-01-02T00:00:00Z");
        var dry = CommandLine.run(HERE, order.toArray(String[]::new));
        assertThat(dry.output()).contains("users-claimed-stickers: 0 events; 0 to apply", "nothing was started");
        assertThat(CommandLine.run(HERE, "replay", "list").exitCode()).isZero();

        var id = UUID.randomUUID().toString();
        var started = CommandLine.run(HERE, Stream.concat(order.stream(), Stream.of("--id", id, "--yes")).toArray(String[]::new));

        assertThat(started.exitCode()).as(started.errors()).isZero();
        assertThat(started.output()).contains(id + " DONE", "0 applied (0 out of order)", "ordered by cli");
        assertThat(CommandLine.run(HERE, "replay", "cancel", id).errors()).isEqualTo("hub: It has ended already.");
        assertThat(CommandLine.run(HERE, "replay", "start", "--subscriber", "nobody", "--from", "2020-01-01T00:00:00Z", "--to", "2020-01-02T00:00:00Z").errors())
                .startsWith("hub: There is no subscriber nobody");
    }

    @Test
    void trace_prints_events_and_where_they_went() {
        var correlation = Made.id("case");
        Call.hub().with("X-Correlation-Id", correlation).post("/api/users/v1/register", Made.registration(Made.email(), Made.PASSWORD));

        await().atMost(30, SECONDS).untilAsserted(() -> assertThat(CommandLine.run(HERE, "trace", correlation).output())
                .contains("correlation  " + correlation, "users.userRegistered.v1 of ", "awards-welcome applied", "stickers.stickerAssignedToUser.v1 of ", ", caused by ", "users-assigned-stickers applied",
                        "on Artemis, on Kafka"));
        assertThat(Json.read(CommandLine.run(HERE, "trace", "--json", correlation).output()).path("events")).hasSize(2);
        var unknown = CommandLine.run(HERE, "trace", Made.id("nobody's"));
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.errors()).startsWith("hub: No event and no failure has this correlation id.").hasLineCount(1);
    }

    @Test
    void failures_are_counted_retried_by_a_job_changed_and_restored() throws IOException {
        var fan = UUID.randomUUID().toString();
        Http.post(Running.hub().httpUrl() + "/api/award/v1/users/" + fan + "/stickers", "{\"stickerId\":\"welcome\"}", "Authorization", "Bearer " + Running.world().token("boss", "admin"));
        await().atMost(30, SECONDS).until(() -> new Database(Running.world()).count("select count(*) from hub.failure where subject = ? and status = 'HELD'", fan) == 1);

        assertThat(CommandLine.run(HERE, "failures", "retry", "--subject", fan, "--dry-run").output()).contains("count-assigned-stickers", "1 selected, 1 of them heads");
        var unasked = CommandLine.run(HERE, "failures", "retry", "--subject", fan);
        assertThat(unasked.errors()).isEqualTo("hub: nobody is here to be asked; say --yes to retry them");
        var retried = CommandLine.run(HERE, "failures", "retry", "--subject", fan, "--yes", "--rate", "10", "--job", fan);
        assertThat(retried.output()).contains("job " + fan, "DONE: 0 of 1 resolved, 1 held again");
        assertThat(CommandLine.run(HERE, "failures", "jobs", "show", fan).output()).contains("there is no account " + fan);

        var shown = Json.read(CommandLine.run(HERE, "failures", "list", "--subject", fan, "--json").output()).path("items").path(0);
        var id = shown.path("id").asText();
        var payload = nowhere.resolve("payload.json");
        Files.writeString(payload, Json.read(CommandLine.run(HERE, "failures", "show", id, "--json").output()).path("payload").asText().replace("\"stickerId\":\"welcome\"", "\"stickerId\":\"cloud-hero\""));
        assertThat(CommandLine.run(HERE, "failures", "edit", id, "--payload", payload.toString()).output()).contains("/payload/data/stickerId: \"welcome\" -> \"cloud-hero\"");
        CommandLine.run(HERE, "failures", "discard", id, "--reason", "no such fan");
        assertThat(CommandLine.run(HERE, "failures", "restore", id).output()).contains("HELD");
        assertThat(CommandLine.run(HERE, "failures", "groups").output()).contains("unknown-account", "PermanentFailure");
    }

    @Test
    void command_that_finds_no_hub_says_so_in_one_line() {
        var ended = CommandLine.run(Map.of("HUB_DATA", nowhere.toString()), "failures", "list");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).startsWith("hub: no hub runs").hasLineCount(1);
    }

    @Test
    void hub_on_a_port_in_use_says_which_and_does_not_start() {
        var port = String.valueOf(Running.world().port("SANDBOX_PORT"));

        var ended = CommandLine.run(Map.of("HUB_DATA", nowhere.toString(), "HUB_HTTP_PORT", port), "run");

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.errors()).contains("hub: port " + port + " is in use; set HUB_HTTP_PORT (property camel.server.port)").doesNotContain("\tat ");
        assertThat(nowhere).isEmptyDirectory();
    }

    @Test
    void user_is_added_with_a_password_logs_in_and_is_logged_in_no_more_when_taken_away() {
        var name = Made.id("user");
        var password = CommandLine.run(HERE, "user", "add", name, "--role", "viewer").output();

        assertThat(CommandLine.run(HERE, "user", "list").output().lines()).anyMatch(line -> line.matches(name + " +viewer"));
        var logIn = Http.post(Running.hub().opsUrl() + "/ops/login", Json.write(Map.of("username", name, "password", password)));
        assertThat(logIn.json().path("roles")).extracting(JsonNode::asText).containsExactly("viewer");
        var cookie = logIn.header("Set-Cookie").split(";")[0];
        assertThat(Http.get(Running.hub().opsUrl() + "/ops/failures", "Cookie", cookie).status()).isEqualTo(200);

        assertThat(CommandLine.run(HERE, "user", "remove", name).exitCode()).isZero();

        assertThat(Http.get(Running.hub().opsUrl() + "/ops/failures", "Cookie", cookie).status()).isEqualTo(401);
        assertThat(CommandLine.run(HERE, "user", "remove", name)).isEqualTo(new CommandLine.Ended(1, "", "hub: there is no user " + name));
    }

    @Test
    void user_of_a_role_or_a_name_that_cannot_be_is_refused() {
        assertThat(CommandLine.run(HERE, "user", "add", "god", "--role", "admin").errors()).contains("there is no role admin; there are viewer and operator");
        assertThat(CommandLine.run(HERE, "user", "add", "cli", "--role", "viewer").errors()).contains("neither cli nor jmx");
        assertThat(CommandLine.run(HERE, "user", "list").output()).doesNotContain("god", "cli");
    }

    @Test
    void token_with_a_role_that_does_not_exist_is_refused() {
        var ended = CommandLine.run(HERE, "token", "--user", "me", "--role", "admin,god");

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.errors()).contains("there is no role god");
    }

    @Test
    void wrong_usage_ends_with_2() {
        assertThat(CommandLine.run(Map.of(), "failures", "discard", "x").exitCode()).isEqualTo(2);
        assertThat(CommandLine.run(Map.of(), "failures", "retry").exitCode()).isEqualTo(2);
    }

    @Test
    void reload_says_what_it_replaces_and_what_is_wrong_with_a_file() throws IOException {
        var file = Running.hub().home().resolve("routes/awards/read-sticker.camel.yaml");
        var text = Files.readString(file);
        try {
            assertThat(CommandLine.run(HERE, "reload").output()).isEqualTo("nothing has changed");
            Files.writeString(file, text.replace("One sticker", "A sticker"));
            assertThat(CommandLine.run(HERE, "reload", "--dry-run").output()).isEqualTo("changed  routes/awards/read-sticker.camel.yaml\nwould replace read-sticker");
            assertThat(CommandLine.run(HERE, "reload").output()).matches("changed  routes/awards/read-sticker.camel.yaml\nreplaced read-sticker in \\d+ ms");
            assertThat(Call.hub().as(Running.world().token("root", "admin")).get("/api/stickers/v1/welcome").status()).isEqualTo(200);

            Files.writeString(file, text.replace("ref: catalogue", "ref: catalog"));
            var refused = CommandLine.run(HERE, "reload");
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.output()).startsWith("routes/awards/read-sticker.camel.yaml:").contains("catalog");
            assertThat(refused.errors()).isEqualTo("hub: The files are not as they have to be, and nothing was changed.");
        } finally {
            Files.writeString(file, text);
            CommandLine.run(HERE, "reload");
        }
    }
}
