package hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hub new} in a copy of the project. */
class ScaffoldTest {

    private static final Path PROJECT = Path.of("..");
    private static final String ASSIGNED = "stickers.stickerAssignedToUser.v1";
    private static final String TESTS = "acceptance/src/test/java/hub/acceptance/";

    @TempDir
    private Path home;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copy() throws IOException {
        for (var part : List.of("routes", "mappings", "schedules", "docs/flows", "application.properties")) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(part))) {
                for (var file : files.filter(Files::isRegularFile).toList()) {
                    var target = home.resolve(PROJECT.relativize(file).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(file, target);
                }
            }
        }
    }

    @Test
    void each_kind_of_flow_is_begun_without_a_fault() throws IOException {
        assertThat(made("subscriber", "watch-changes", "--context", "awards", "--types", ASSIGNED + ",stickers.stickerRemovedFromUser.v1", "--description", "Watches what changes.")).isZero();
        assertThat(made("partner-flow", "page-on-removal", "--context", "users", "--types", ASSIGNED, "--partner", "paging", "--path", "/incidents")).isZero();
        assertThat(made("schedule", "count-stickers", "--context", "platform", "--cron", "0 0 3 * * ?", "--zone", "Europe/Berlin")).isZero();

        assertThat(Hub.faults(home)).isEmpty();
        assertThat(read("routes/awards/watch-changes.camel.yaml")).contains("description: Watches what changes.", "types: \"" + ASSIGNED + ",stickers.stickerRemovedFromUser.v1\"", "does nothing yet");
        assertThat(read("routes/users/page-on-removal.camel.yaml")).contains("effect: partner", "partner: paging", "path: /incidents");
        assertThat(read(TESTS + "users/PageOnRemovalTest.java")).contains("containsOnly(\"/partners/paging/incidents\")");
        assertThat(read("schedules/platform.properties")).startsWith(Files.readString(PROJECT.resolve("schedules/platform.properties")).stripTrailing())
                .endsWith("platform.count-stickers.cron=0 0 3 * * ?\nplatform.count-stickers.zone=Europe/Berlin\n");
        assertThat(read(TESTS + "awards/WatchChangesTest.java")).contains("package hub.acceptance.awards;", "class WatchChangesTest");
        assertThat(read("docs/flows/awards.md")).startsWith("# Sticker awards").contains("## Watch changes", "To be written");
        assertThat(read("docs/flows/platform.md")).startsWith("# Platform");
        assertThat(out.toString()).contains("wrote routes/awards/watch-changes.camel.yaml", "./hub reload", "-Dit.test=WatchChangesTest");
    }

    @Test
    void what_is_there_is_not_written_over() throws IOException {
        var before = read("routes/awards/welcome-new-user.camel.yaml");

        assertThat(made("subscriber", "welcome-new-user", "--context", "awards", "--types", ASSIGNED)).isEqualTo(1);
        assertThat(err.toString()).contains("routes/awards/welcome-new-user.camel.yaml is there already");
        assertThat(read("routes/awards/welcome-new-user.camel.yaml")).isEqualTo(before);
        assertThat(made("subscriber", "award-certification", "--context", "users", "--types", ASSIGNED)).as("the id of another route").isEqualTo(1);
        assertThat(err.toString()).contains("already taken");
    }

    @Test
    void what_cannot_be_is_refused_with_the_nearest_that_can_and_nothing_is_written() {
        refused("'Watch' is no name", "Watch", "--context", "awards", "--types", ASSIGNED);
        refused("'../x' is no name", "../x", "--context", "awards", "--types", ASSIGNED);
        refused("there is no context 'award'; did you mean 'awards'?", "watch", "--context", "award", "--types", ASSIGNED);
        refused("there is no event type 'stickers.stickerAsignedToUser.v1'; did you mean '" + ASSIGNED + "'?", "watch", "--context", "awards", "--types", "stickers.stickerAsignedToUser.v1");
        refused("one sentence of words", "watch", "--context", "awards", "--types", ASSIGNED, "--description", "a: b");
        assertThat(made("partner-flow", "watch", "--context", "awards", "--types", ASSIGNED, "--partner", "pagin", "--path", "/incidents")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no partner 'pagin'; did you mean 'paging'?");
        assertThat(made("schedule", "watch", "--context", "awards", "--cron", "61 * * * * ?")).isEqualTo(1);
        assertThat(made("schedule", "watch", "--context", "awards", "--cron", "* * * * * ?\nschedules.allow-now=true")).isEqualTo(1);

        assertThat(home.resolve("routes/awards/watch.camel.yaml")).doesNotExist();
        assertThat(home.resolve("schedules/awards.properties")).doesNotExist();
        assertThat(home.resolve(TESTS)).doesNotExist();
    }

    private void refused(String reason, String... subscriber) {
        assertThat(made(Stream.concat(Stream.of("subscriber"), Stream.of(subscriber)).toArray(String[]::new))).isEqualTo(1);
        assertThat(err.toString()).contains(reason);
    }

    private int made(String... arguments) {
        return Hub.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err, true))
                .execute(Stream.concat(Stream.of("new", "--home", home.toString()), Stream.of(arguments)).toArray(String[]::new));
    }

    private String read(String file) throws IOException {
        return Files.readString(home.resolve(file));
    }
}
