package hub.operations.cli;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class FailureTextTest {

    @Test
    void table_has_a_head_and_aligned_columns() {
        var page = Json.read("""
                {"items":[{"id":"a","status":"HELD","createdAt":"2026-11-20T12:00:00.123456Z","flow":"assign","subject":"u-1","code":"unknown-account","reason":"no such account"},
                          {"id":"b","status":"BLOCKED","createdAt":"2026-11-20T12:00:01Z","flow":"assign","subject":null,"code":"behind","reason":"waits"}],"next":"n"}""");

        assertThat(printed(out -> FailureText.table(out, page))).containsExactly(
                "ID  STATUS   CREATED               FLOW    SUBJECT  CODE             REASON",
                "a   HELD     2026-11-20T12:00:00Z  assign  u-1      unknown-account  no such account",
                "b   BLOCKED  2026-11-20T12:00:01Z  assign           behind           waits",
                "there are more: --next n");
    }

    @Test
    void no_failures_is_said_in_words() {
        assertThat(printed(out -> FailureText.table(out, Json.read("{\"items\":[]}")))).containsExactly("no failures");
    }

    @Test
    void what_came_from_outside_cannot_steer_the_terminal() {
        var failure = Json.read("{\"reason\":\"a\\u001b[2Jb\",\"headers\":{\"x\":\"\\u0007\"},\"history\":[],\"payload\":\"\\u001b]0;\",\"payloadEncoding\":\"text\"}");

        assertThat(printed(out -> FailureText.whole(out, failure))).contains("reason          a·[2Jb", "  x: ·", "  ·]0;");
    }

    private static String[] printed(Consumer<PrintWriter> print) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        print.accept(out);
        out.flush();
        return text.toString().split(System.lineSeparator());
    }
}
