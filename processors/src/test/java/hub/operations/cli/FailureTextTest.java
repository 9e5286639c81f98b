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

    @Test
    void payload_of_json_is_shown_over_several_lines_and_what_waits_behind_it_by_id() {
        var failure = Json.read("""
                {"headers":{},"history":[],"payload":"{\\"id\\":\\"e-1\\",\\"data\\":{\\"n\\":1}}","payloadEncoding":"text","behind":12,
                 "blocked":[{"id":"f-2","status":"BLOCKED","type":"t.v1","eventId":"e-2"}]}""");

        assertThat(printed(out -> FailureText.whole(out, failure))).contains("      \"n\" : 1", "behind it (1 of 12)", "  f-2 BLOCKED t.v1 e-2");
    }

    @Test
    void groups_show_kind_counts_and_trend() {
        var groups = Json.read("""
                {"items":[{"id":"0123456789abcdef","flow":"assign","code":"processing-failed","exception":"java.lang.IllegalStateException","frame":"hub.users.Accounts.count","count":7,
                  "statuses":{"HELD":6,"RESOLVED":1},"lastHour":7,"hourBefore":0,"trend":"rising","firstSeen":"2026-11-20T12:00:00Z","lastSeen":"2026-11-20T12:00:01.5Z"}]}""");

        assertThat(printed(out -> FailureText.groups(out, groups))[1]).contains("0123456789abcdef  assign  processing-failed  IllegalStateException  Accounts.count  7",
                "6 HELD, 1 RESOLVED", "rising (7, hour before 0)", "2026-11-20T12:00:01Z");
    }

    @Test
    void progress_of_a_job_leaves_out_what_there_is_none_of() {
        var job = Json.read("{\"id\":\"r-1\",\"status\":\"RUNNING\",\"total\":10,\"resolved\":6,\"held\":1,\"blocked\":0,\"pending\":3}");

        assertThat(FailureText.progress(job)).isEqualTo("r-1 RUNNING: 6 of 10 resolved, 1 held again, 3 to come");
    }

    private static String[] printed(Consumer<PrintWriter> print) {
        var text = new StringWriter();
        var out = new PrintWriter(text);
        print.accept(out);
        out.flush();
        return text.toString().split(System.lineSeparator());
    }
}
