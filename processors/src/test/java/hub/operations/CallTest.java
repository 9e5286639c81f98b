package hub.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallTest {

    @Test
    void empty_parameter_is_not_given() {
        var parameters = MultiMap.caseInsensitiveMultiMap().add("status", "").add("flow", "save-entries").add("q", "").add("q", "x");

        assertThat(Call.query(parameters)).isEqualTo(Map.of("flow", "save-entries", "q", "x"));
    }

    @Test
    void parameter_that_is_given_twice_is_refused() {
        assertThat(refused(() -> Call.query(MultiMap.caseInsensitiveMultiMap().add("q", "x").add("q", "x")))).isEqualTo(400);
    }

    @Test
    void missing_body_is_an_invalid_request_whatever_its_type() {
        assertThat(refused(() -> call(null, "").json())).isEqualTo(400);
        assertThat(refused(() -> call("text/plain", "").json())).isEqualTo(400);
        assertThat(refused(() -> call("application/json", "").json())).isEqualTo(400);
    }

    @Test
    void body_of_another_type_is_an_unsupported_one() {
        assertThat(refused(() -> call(null, "{}").json())).isEqualTo(415);
        assertThat(refused(() -> call("text/plain", "{}").json())).isEqualTo(415);
        assertThat(call("Application/JSON; charset=utf-8", "{\"a\": 1}").json().path("a").asInt()).isEqualTo(1);
    }

    private static Call call(String contentType, String body) {
        return new Call(null, Map.of(), Map.of(), contentType, null, body.getBytes(StandardCharsets.UTF_8));
    }

    private static int refused(Runnable work) {
        var refusal = new int[1];
        assertThatExceptionOfType(Problem.class).isThrownBy(work::run).satisfies(problem -> refusal[0] = problem.reply("case-7").status());
        return refusal[0];
    }
}
