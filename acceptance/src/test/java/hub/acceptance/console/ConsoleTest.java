package hub.acceptance.console;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Running;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.By;
import org.openqa.selenium.Cookie;

/** hawtio, as people use it with a browser. */
class ConsoleTest {

    private static final By NAME = By.id("pf-login-username-id");
    private static final By PASSWORD = By.id("pf-login-password-id");
    private static final By LOG_IN = By.cssSelector("button[type=submit]");
    private static final By MENU = By.cssSelector("nav");
    private static Browser browser;
    private final Hub hub = Running.hub();

    @RegisterExtension
    static final AfterTestExecutionCallback KEEP = context -> browser.keep(context.getRequiredTestMethod().getName());

    @BeforeAll
    static void open() {
        browser = Browser.open();
    }

    @AfterAll
    static void close() {
        if (browser != null) {
            browser.close();
        }
    }

    @AfterEach
    void leave() {
        browser.leave();
    }

    @Test
    void a_wrong_password_is_refused_and_the_right_one_lets_in_until_the_log_out() {
        browser.go(hub.opsUrl() + "/hawtio/");
        logIn("operator", LoggedIn.WRONG);
        browser.see(By.cssSelector("form"), "Invalid login credentials");

        logIn("operator", LoggedIn.password(hub, "operator"));

        browser.see(MENU, "Camel");
        browser.see(MENU, "Quartz");
        browser.see(MENU, "JMX");

        browser.go(hub.opsUrl() + "/hawtio/auth/logout");
        browser.see(NAME);
    }

    @Test
    void a_route_is_drawn_with_its_steps_for_a_viewer_too() {
        enter("viewer", "/hawtio/camel");
        select("camel-tree-view", "welcome-new-user");
        browser.click(By.linkText("Route Diagram"));

        browser.see(By.cssSelector(".react-flow__nodes"), "award-welcome-sticker");
        assertThat(browser.all(By.cssSelector(".react-flow__edge"))).isNotEmpty();
    }

    @Test
    void an_operator_retries_a_failure_on_its_bean() {
        var failure = Parked.failure(hub);
        enter("operator", "/hawtio/jmx");

        retry(failure);

        browser.see(By.cssSelector("[id^=operation-result-]"), "now");
        var viewer = "Bearer " + hub.world().token("vera", "viewer");
        await().atMost(30, SECONDS).until(() -> Http.get(hub.opsUrl() + "/ops/failures/" + failure, "Authorization", viewer).json().path("attempts").asInt() == 2);
        assertThat(Http.get(hub.opsUrl() + "/ops/audit?action=failures.retry&target=" + failure, "Authorization", viewer).json().path("items").path(0).path("operator").asText()).isEqualTo("operator");
    }

    @Test
    void a_viewer_is_refused_to_retry_it() {
        var failure = Parked.failure(hub);
        enter("viewer", "/hawtio/jmx");

        retry(failure);

        browser.see(By.cssSelector("[id^=operation-result-]"), "forbidden");
        var viewer = "Bearer " + hub.world().token("vera", "viewer");
        assertThat(Http.get(hub.opsUrl() + "/ops/failures/" + failure, "Authorization", viewer).json().path("attempts").asInt()).isEqualTo(1);
    }

    private void logIn(String name, String password) {
        browser.write(NAME, name);
        browser.write(PASSWORD, password);
        browser.click(LOG_IN);
    }

    /** Goes to a page as somebody who has logged in. */
    private void enter(String name, String path) {
        browser.go(hub.opsUrl() + "/observe/health/live");   // a cookie is of the host whose page is open
        var cookie = LoggedIn.as(hub, name).cookie().split("=", 2);
        browser.driver().manage().addCookie(new Cookie(cookie[0], cookie[1]));
        browser.go(hub.opsUrl() + path);
    }

    private void retry(String failure) {
        select("jmx-tree-view", "Failures");
        browser.click(By.linkText("Operations"));
        browser.click(By.cssSelector("button[aria-labelledby^='operation retry']"));
        browser.write(By.cssSelector("[id^='operation-execute-retry'] input"), failure);
        browser.click(By.xpath("//*[starts-with(@id, 'operation-execute-retry')]//button[normalize-space() = 'Execute']"));
    }

    private static void select(String tree, String node) {
        browser.see(By.id(tree));
        browser.write(By.id("input-search"), node);
        browser.click(By.xpath("//*[@id='" + tree + "']//button[contains(@class, 'node-text')][normalize-space() = '" + node + "']"));
    }
}
