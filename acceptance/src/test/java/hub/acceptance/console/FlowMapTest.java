package hub.acceptance.console;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.Hub;
import hub.acceptance.Kafka;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebElement;

/** The flow map in a browser, as viewers and operators use it. */
class FlowMapTest {

    private static final Hub HUB = Running.hub();
    private final String admin = "Bearer " + Running.world().token("boss", "admin");
    private static Browser browser;

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
    void who_is_not_logged_in_sees_a_form_and_nothing_of_the_hub() {
        go("#/users");
        appears("the form", "#login[open]");

        type("[name=username]", "viewer");
        type("[name=password]", LoggedIn.WRONG + Keys.ENTER);

        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(text("#login-fault")).contains("do not fit"));
        assertThat(all(".node")).isEmpty();
    }

    @Test
    void map_leads_from_the_contexts_to_a_flow_by_the_keyboard_and_back_by_its_address() {
        logIn("viewer", "#/");
        assertThat(all(".node.context .name")).extracting(WebElement::getText).containsExactlyInAnyOrder("awards", "pipeline", "platform", "registration", "users");

        one("[data-id='context:users']").sendKeys(Keys.ENTER);
        appears("the flows", "[data-id='users/register']");
        one("[data-id='users/register']").sendKeys(Keys.ENTER);
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(text("#panel h2")).isEqualTo("register"));

        assertThat(browser.driver().getCurrentUrl()).endsWith("#/users/register");
        assertThat(text("#panel")).contains("Creates the account", "POST /api/users/v1/register", "users.userRegistered.v1");
        browser.driver().navigate().back();
        await().atMost(20, SECONDS).until(() -> all("#panel h2").isEmpty());
    }

    @Test
    void viewer_sees_failures_and_is_offered_no_act() {
        var fan = parked(1);
        logIn("viewer", "#/users/count-assigned-stickers");

        var failure = unfolded(fan);

        assertThat(failure.getText()).contains("unknown-account", fan);
        assertThat(all("#panel button")).extracting(WebElement::getText).containsExactly("✕");
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(text("[data-id='users/count-assigned-stickers']")).contains("held"));
    }

    @Test
    void operator_retries_a_failure_after_the_figures_are_shown() {
        var fan = parked(2);
        logIn("operator", "#/users/count-assigned-stickers");

        unfolded(fan).findElement(By.cssSelector(".retry")).click();
        appears("the question", "#ask[open]");
        assertThat(text("#ask")).contains("Retry this failure?", fan, "1 event of this subject waits behind it");
        one("#ask button.first").click();

        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(held(fan).path("attempts").asInt()).isEqualTo(2));
    }

    @Test
    void operator_discards_a_failure_with_a_reason_and_is_told_why_where_it_cannot_be() {
        var fan = parked(1);
        logIn("operator", "#/users/count-assigned-stickers");
        unfolded(fan).findElement(By.cssSelector(".discard")).click();
        appears("the question", "#ask[open]");
        type("#ask [name=reason]", "   ");
        one("#ask button.first").click();
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(text("#ask .fault")).contains("reason"));

        type("#ask [name=reason]", "no such fan" + Keys.ENTER);

        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(failures(fan).get(0).path("status").asText()).isEqualTo("DISCARDED"));
        assertThat(failure(failures(fan).get(0)).at("/history/0/who").asText()).isEqualTo("operator");
    }

    @Test
    void operator_retries_a_whole_group_counted_first_and_sees_how_far_it_is() {
        parked(1);
        logIn("operator", "#/users/count-assigned-stickers");

        appears("the group", ".retry-group");
        click(".retry-group");
        appears("the question", "#ask[open]");
        assertThat(text("#ask")).contains("count-assigned-stickers", "HELD", "tried at once");
        one("#ask button.first").click();

        appears("the job, done", ".job[data-status=DONE]");
        assertThat(text(".job")).contains("held again");
    }

    @Test
    void operator_replays_a_subscriber_after_a_dry_run() {
        Made.account();
        logIn("operator", "#/awards/welcome-new-user");

        appears("the subscriber", "button.replay");
        click("button.replay");
        appears("the range", "#ask [name=from]");
        one("#ask button.first").click();
        await().atMost(20, SECONDS).untilAsserted(() -> assertThat(text("#ask")).contains("to apply", "skipped"));
        one("#ask button.first").click();

        appears("the replay, done", ".job[data-status=DONE]");
        assertThat(text(".job")).contains("skipped");
    }

    @Test
    void what_other_systems_send_is_shown_as_text_and_runs_nowhere() {
        var hostile = "<img src=x onerror=\"document.body.id='owned'\"><script>document.body.id='owned'</script>" + UUID.randomUUID();
        try (var kafka = new Kafka(Running.world())) {
            kafka.send("users.stickerClaimed.v1", "<b>k</b>", hostile);
        }
        logIn("viewer", "#/users/receive-claims");

        await().atMost(30, SECONDS).ignoreExceptions().untilAsserted(() -> {
            all(".failure:not([open]) summary").forEach(WebElement::click);
            assertThat(all("#panel pre")).extracting(WebElement::getText).anyMatch(text -> text.contains(hostile));
        });

        assertThat(all("#panel img, #panel script, #panel b b")).isEmpty();
        assertThat(all("#owned")).isEmpty();
    }

    private void logIn(String user, String hash) {
        go(hash);
        appears("the form", "#login[open]");
        type("[name=username]", user);
        type("[name=password]", LoggedIn.password(HUB, user) + Keys.ENTER);
        appears("the map", ".node[data-state]");
    }

    private void go(String hash) {
        browser.go(HUB.opsUrl() + "/map/" + hash);
    }

    private List<WebElement> all(String css) {
        return browser.driver().findElements(By.cssSelector(css));
    }

    private WebElement one(String css) {
        return browser.driver().findElement(By.cssSelector(css));
    }

    private String text(String css) {
        return one(css).getText();
    }

    private void type(String css, String keys) {
        var field = one(css);
        field.clear();
        field.sendKeys(keys);
    }

    /** The page draws what it has asked for anew. */
    private void click(String css) {
        await().atMost(20, SECONDS).ignoreException(StaleElementReferenceException.class).until(() -> {
            one(css).click();
            return true;
        });
    }

    private void appears(String what, String css) {
        await(what).atMost(30, SECONDS).until(() -> !all(css).isEmpty());
    }

    /** The open failure of a fan in the panel, with its details. */
    private WebElement unfolded(String fan) {
        var css = "[data-failure='" + held(fan).path("id").asText() + "']";
        appears("the failure", css);
        click(css + " summary");
        appears("its details", css + " pre");
        return one(css);
    }

    /** Lets events of an unknown fan fail. @return the fan */
    private String parked(int events) {
        var fan = UUID.randomUUID().toString();
        List.of("welcome", "cloud-hero", "cloud-architect").subList(0, events).forEach(sticker ->
                assertThat(Http.post(HUB.httpUrl() + "/api/award/v1/users/" + fan + "/stickers", "{\"stickerId\":\"" + sticker + "\"}", "Authorization", admin).status()).isEqualTo(201));
        await().atMost(20, SECONDS).until(() -> failures(fan).size() == events);
        return fan;
    }

    private JsonNode held(String fan) {
        return Http.get(HUB.opsUrl() + "/ops/failures?status=HELD&subject=" + fan, "Authorization", viewer()).json().path("items").path(0);
    }

    private JsonNode failures(String fan) {
        return Http.get(HUB.opsUrl() + "/ops/failures?subject=" + fan, "Authorization", viewer()).json().path("items");
    }

    private JsonNode failure(JsonNode row) {
        return Http.get(HUB.opsUrl() + "/ops/failures/" + row.path("id").asText(), "Authorization", viewer()).json();
    }

    private static String viewer() {
        return "Bearer " + Running.world().token("vera", "viewer");
    }
}
