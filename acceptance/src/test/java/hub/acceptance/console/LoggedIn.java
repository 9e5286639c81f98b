package hub.acceptance.console;

import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.events.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Map;

/** One who has logged in at a hub, as a browser keeps it. @param cookie the session's, as it is sent */
record LoggedIn(Hub hub, String cookie) {

    static final String WRONG = "not-the-password";

    /** The password of {@code viewer} or {@code operator}, which the first hub of the world made. */
    static String password(Hub hub, String name) {
        try {
            return Files.readAllLines(hub.world().data().resolve("first-passwords")).stream().map(line -> line.strip().split(" +")).filter(words -> words[0].equals(name)).findFirst().orElseThrow()[1];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LoggedIn as(Hub hub, String name) {
        return new LoggedIn(hub, cookie(attempt(hub, name, password(hub, name))));
    }

    static Http.Answer attempt(Hub hub, String name, String password, String... headers) {
        return Http.post(hub.opsUrl() + "/ops/login", Json.write(Map.of("username", name, "password", password)), headers);
    }

    static String cookie(Http.Answer answer) {
        return answer.header("Set-Cookie").split(";")[0];
    }

    Http.Answer get(String path, String... headers) {
        return call("GET", path, null, headers);
    }

    Http.Answer post(String path, String body, String... headers) {
        return call("POST", path, body, headers);
    }

    Http.Answer call(String method, String path, String body, String... headers) {
        var all = new String[headers.length + 2];
        all[0] = "Cookie";
        all[1] = cookie;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return Http.call(method, hub.opsUrl() + path, body, all);
    }
}
