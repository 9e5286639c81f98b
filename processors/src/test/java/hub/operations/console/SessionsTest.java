package hub.operations.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {

    private static final String COOKIE = "hub-ops-1";
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.ofEpochMilli(System.currentTimeMillis()));
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final Promise<Void> goOn = Promise.promise();
    private HttpServer server;

    @TempDir
    private Path data;

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void a_session_that_is_used_goes_on_and_one_that_is_not_ends() throws Exception {
        serve(new Sessions.Keeping(Duration.ofMillis(700), Duration.ofHours(1), 10, false));
        var cookie = begin();

        var end = System.nanoTime() + Duration.ofMillis(1500).toNanos();
        await().pollInterval(Duration.ofMillis(100)).until(() -> {
            assertThat(status("/use", cookie)).isEqualTo(200);
            return System.nanoTime() > end;
        });
        await().pollInterval(Duration.ofMillis(900)).atMost(Duration.ofSeconds(20)).until(() -> status("/use", cookie) == 401);
    }

    @Test
    void a_session_ends_when_it_is_old_however_much_it_is_used() throws Exception {
        serve(new Sessions.Keeping(Duration.ofHours(1), Duration.ofHours(12), 10, false));
        var cookie = begin();

        now.updateAndGet(time -> time.plus(Duration.ofHours(12)));
        assertThat(status("/use", cookie)).isEqualTo(200);
        now.updateAndGet(time -> time.plusMillis(1));
        assertThat(status("/use", cookie)).isEqualTo(401);
    }

    @Test
    void there_are_no_more_sessions_than_that() throws Exception {
        serve(new Sessions.Keeping(Duration.ofHours(1), Duration.ofHours(12), 2, false));
        begin();
        begin();

        assertThat(status("/begin", null)).isEqualTo(503);
    }

    @Test
    void requests_without_a_session_take_no_room() throws Exception {
        serve(new Sessions.Keeping(Duration.ofHours(1), Duration.ofHours(12), 1, false));
        for (int i = 0; i < 20; i++) {
            assertThat(status("/use", COOKIE + "=" + "x".repeat(40) + i)).isEqualTo(401);
        }

        begin();
    }

    @Test
    void the_cookie_is_for_tls_alone_where_tls_ends_in_front_of_the_hub() throws Exception {
        serve(new Sessions.Keeping(Duration.ofHours(1), Duration.ofHours(12), 1, true));

        assertThat(send("/begin", null).headers().firstValue("Set-Cookie").orElseThrow()).contains("; Secure");
    }

    @Test
    void a_request_under_way_when_its_session_ends_takes_no_cookie_away() throws Exception {
        serve(new Sessions.Keeping(Duration.ofHours(1), Duration.ofHours(12), 2, false));
        var cookie = begin();
        var slow = client.sendAsync(request("/slow", cookie), HttpResponse.BodyHandlers.discarding());
        await().atMost(Duration.ofSeconds(20)).until(underWay::get);

        assertThat(send("/end", cookie).headers().firstValue("Set-Cookie").orElseThrow()).startsWith(COOKIE + "=; Max-Age=0");
        goOn.complete();

        assertThat(slow.get().headers().firstValue("Set-Cookie")).as("by now there may be another session's").isEmpty();
        assertThat(status("/use", cookie)).isEqualTo(401);
    }

    private void serve(Sessions.Keeping keeping) throws Exception {
        var users = new Users(data);
        users.put("ada", "viewer");
        var clock = new Clock() {
            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now.get();
            }
        };
        var sessions = new Sessions(vertx, COOKIE, users, keeping, clock);
        var router = Router.router(vertx);
        sessions.addTo(router);
        router.route("/begin").handler(context -> context.response().setStatusCode(sessions.begin(context, users.all().get("ada")) ? 200 : 503).end());
        router.route("/end").handler(context -> {
            sessions.end(context);
            context.end();
        });
        router.route("/slow").handler(context -> {
            sessions.used(context);
            underWay.set(true);
            goOn.future().onComplete(done -> context.end());
        });
        router.route("/use").handler(context -> {
            if (sessions.isOpen(context)) {
                sessions.used(context);
            }
            context.response().setStatusCode(sessions.operator(context).isPresent() ? 200 : 401).end();
        });
        server = vertx.createHttpServer().requestHandler(router).listen(0, "127.0.0.1").toCompletionStage().toCompletableFuture().get();
    }

    private String begin() throws Exception {
        var answer = send("/begin", null);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    private int status(String path, String cookie) throws IOException, InterruptedException {
        return send(path, cookie).statusCode();
    }

    private HttpResponse<Void> send(String path, String cookie) throws IOException, InterruptedException {
        return client.send(request(path, cookie), HttpResponse.BodyHandlers.discarding());
    }

    private HttpRequest request(String path, String cookie) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.actualPort() + path));
        if (cookie != null) {
            request.header("Cookie", cookie);
        }
        return request.build();
    }
}
