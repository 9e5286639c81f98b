package hub.operations.reload;

import static org.assertj.core.api.Assertions.assertThat;

import hub.operations.validation.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangeTest {

    private static final String ROUTE = """
            - route:
                id: %s
                description: Does something.
                from:
                  uri: %s
                  steps:
                    - to: %s
            """;

    @TempDir
    private Path home;
    private Snapshot loaded;

    @BeforeEach
    void load() throws IOException {
        write("application.properties", "a=1\n");
        write("schedules/a.properties", "b=1\n");
        write("mappings/events/a.v1.schema.json", "{}");
        write("routes/kamelets/k.kamelet.yaml", "k: 1\n");
        write("routes/a/one.camel.yaml", ROUTE.formatted("one", "direct:one", "log:one"));
        write("routes/a/two.camel.yaml", ROUTE.formatted("two", "direct:two", "log:two"));
        write("routes/a/api.camel.yaml", "- rest:\n    id: api\n");
        loaded = Snapshot.of(home);
    }

    @Test
    void nothing_is_changed_where_only_the_time_of_a_file_is() throws IOException {
        write("routes/a/one.camel.yaml", ROUTE.formatted("one", "direct:one", "log:one"));

        assertThat(change().isNothing()).isTrue();
    }

    @Test
    void files_are_told_apart_that_are_changed_added_and_removed_and_their_routes_named() throws IOException {
        write("routes/a/one.camel.yaml", ROUTE.formatted("renamed", "direct:one", "log:one"));
        write("routes/b/three.camel.yaml", ROUTE.formatted("three", "direct:three", "log:three"));
        Files.delete(home.resolve("routes/a/two.camel.yaml"));

        var change = change();

        assertThat(change.changed()).containsExactly("routes/a/one.camel.yaml");
        assertThat(change.added()).containsExactly("routes/b/three.camel.yaml");
        assertThat(change.removed()).containsExactly("routes/a/two.camel.yaml");
        assertThat(change.routes()).containsExactly("one", "renamed", "three", "two");
        assertThat(change.atStart()).isEmpty();
    }

    @Test
    void what_is_read_at_a_start_only_is_named_whether_it_is_new_changed_or_gone() throws IOException {
        write("application.properties", "a=2\n");
        write("schedules/b.properties", "c=1\n");
        Files.delete(home.resolve("mappings/events/a.v1.schema.json"));
        write("routes/kamelets/k.kamelet.yaml", "k: 2\n");
        write("routes/a/one.camel.yaml", ROUTE.formatted("one", "direct:one", "log:other"));

        assertThat(change().atStart()).extracting(fault -> fault.file().toString())
                .containsExactly("application.properties", "mappings/events/a.v1.schema.json", "routes/kamelets/k.kamelet.yaml", "schedules/b.properties");
    }

    @Test
    void file_that_has_or_had_more_than_routes_and_beans_is_for_a_start() throws IOException {
        write("routes/a/api.camel.yaml", ROUTE.formatted("api", "direct:api", "log:api"));
        write("routes/a/one.camel.yaml", "- routeConfiguration:\n    id: chores\n");

        assertThat(change().atStart()).extracting(Fault::toString).satisfiesExactly(
                one -> assertThat(one).startsWith("routes/a/api.camel.yaml:1: has more than routes and beans (rest)"),
                one -> assertThat(one).startsWith("routes/a/one.camel.yaml:1: has more than routes and beans (routeConfiguration)"));
    }

    @Test
    void what_editors_leave_behind_is_no_change() throws IOException {
        write("routes/a/.one.camel.yaml.swp", "x");
        write("routes/a/one.camel.yaml~", "x");
        write("routes/a/notes.txt", "x");

        assertThat(change().files()).isEmpty();
        assertThat(change().atStart()).isEmpty();
    }

    @Test
    void routes_are_stopped_after_those_that_call_them() throws IOException {
        var declared = RouteFile.read(ROUTE.formatted("last", "direct:last", "log:last") + ROUTE.formatted("middle", "direct:middle", "direct:last?block=true")
                + ROUTE.formatted("first", "direct:first", "direct:middle") + ROUTE.formatted("input", "timer:t", "direct:first")).orElseThrow().routes();

        assertThat(Swap.inOrder(declared)).extracting(RouteFile.Declared::id).containsExactly("input", "first", "middle", "last");
    }

    @Test
    void routes_that_call_each_other_are_stopped_all_the_same() {
        var declared = RouteFile.read(ROUTE.formatted("a", "direct:a", "direct:b") + ROUTE.formatted("b", "direct:b", "direct:a")).orElseThrow().routes();

        assertThat(Swap.inOrder(declared)).hasSize(2);
    }

    @Test
    void text_that_is_no_list_of_definitions_has_no_routes() {
        assertThat(List.of("", "a: b", "- [", "text")).allSatisfy(text -> assertThat(RouteFile.read(text)).isEmpty());
    }

    private Change change() {
        return Change.between(loaded, Snapshot.of(home));
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(home.resolve(file).getParent());
        Files.writeString(home.resolve(file), text);
    }
}
