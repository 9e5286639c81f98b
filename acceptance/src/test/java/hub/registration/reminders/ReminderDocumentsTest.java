package hub.registration.reminders;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import hub.acceptance.Http;
import hub.acceptance.Made;
import hub.acceptance.Running;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Use case 4, at once: schedules let no two runs overlap, and if two do all the same, each change of a campaign is made by one of them alone. */
class ReminderDocumentsTest {

    private static final int WRITERS = 8;
    private static final String PRESALE = "2027-05-01T18:30:00Z";
    private static final Instant NOW = Instant.parse("2027-05-01T17:30:00Z");
    private static MongoServer mongo;
    private final String campaign = Made.id("at-once");

    @BeforeAll
    static void connect() {
        mongo = new MongoServer("mongodb://127.0.0.1:" + Running.world().port("MONGO_PORT"), "partners", WRITERS, Duration.ofSeconds(20));
    }

    @AfterAll
    static void close() {
        mongo.close();
    }

    @BeforeEach
    void closed_campaign_with_a_market() {
        var document = """
                {"campaignId": "%s", "name": "Tour", "status": "CLOSED", "date": {"sendReminderEmails": ["2027-05-01T17:00:00.000Z"]},
                 "options": {"automatedReminders": true, "dataPipeline": false},
                 "markets": [{"marketId": "la", "name": "Los Angeles", "timeZone": "America/Los_Angeles", "sharedCode": false, "presale": "%s", "link": "https://t.example/la", "eventIds": [], "date": {}}]}"""
                .formatted(campaign, PRESALE);
        assertThat(Http.call("PUT", address(), document).status()).isLessThan(300);
    }

    @Test
    void a_market_is_planned_notified_and_cleaned_up_by_one_of_those_who_try_at_once() throws Exception {
        var market = new Market(campaign, "la", PRESALE, Instant.parse(PRESALE), null, false, true);
        var documents = new ReminderDocuments(mongo);

        assertThat(atOnce(() -> documents.planned(market, NOW))).containsOnlyOnce(true);
        assertThat(atOnce(() -> documents.notified(market, NOW))).containsOnlyOnce(true);
        assertThat(stored().at("/markets/0/date/notification").asText()).isEqualTo("2027-05-01T17:30:00.000Z");
        assertThat(stored().at("/markets/0/date/notified").asText()).isEqualTo("2027-05-01T17:30:00.000Z");

        assertThat(atOnce(() -> documents.cleanedUp(market))).containsOnlyOnce(true);
        assertThat(stored().at("/markets/0/date/notification").isMissingNode()).isTrue();
    }

    @Test
    void a_date_of_an_email_is_moved_once_however_many_move_it() throws Exception {
        var documents = new ReminderDocuments(mongo);

        atOnce(() -> {
            documents.exported(campaign, "2027-05-01T17:00:00.000Z");
            return true;
        });

        assertThat(stored().at("/date/sendReminderEmails")).isEmpty();
        assertThat(stored().at("/date/triggeredEmailReminders")).extracting(JsonNode::asText).containsExactly("2027-05-01T17:00:00.000Z");
    }

    /** What each of several threads gets that do the same at the same time. */
    private static ArrayList<Boolean> atOnce(Callable<Boolean> act) throws InterruptedException, ExecutionException {
        var begin = new CyclicBarrier(WRITERS);
        var threads = Executors.newFixedThreadPool(WRITERS);
        try {
            var given = new ArrayList<Future<Boolean>>();
            for (int n = 0; n < WRITERS; n++) {
                given.add(threads.submit(() -> {
                    begin.await();
                    return act.call();
                }));
            }
            var results = new ArrayList<Boolean>();
            for (var result : given) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private String address() {
        return Running.world().sandboxUrl() + "/partners/campaign/" + campaign;
    }

    private JsonNode stored() {
        return Http.get(address()).json();
    }
}
