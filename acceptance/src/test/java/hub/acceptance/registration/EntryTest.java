package hub.acceptance.registration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import hub.acceptance.Call;
import hub.acceptance.Http.Answer;
import hub.acceptance.Running;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Entries as the fan writes, reads and withdraws them, and as they stand in the demand table. */
class EntryTest {

    private static final String TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z";
    private final Presale presale = new Presale(Running.world(), Running.hub());
    private final Presale.Fan fan = presale.fan();
    private final String campaign = presale.campaign();

    @Test
    void first_entry_is_created_and_a_second_one_changes_it() {
        var created = fan.enter(campaign, fan.entry("la"));
        var changed = fan.enter(campaign, fan.entry("la", "nyc"));

        assertThat(created.status()).isEqualTo(201);
        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().at("/date/created")).isEqualTo(created.json().at("/date/created"));
        assertThat(updated(changed)).isGreaterThan(updated(created));
        assertThat(changed.json().at("/date/fanModified").asText()).isEqualTo(updated(changed));
        assertThat(fan.read(campaign).json()).isEqualTo(changed.json());
        assertThat(texts(changed.json().path("marketIds"))).containsExactly("la", "nyc");
    }

    @Test
    void answer_is_the_entry_and_shows_nothing_of_the_table() {
        var answer = fan.enter(campaign, fan.entry()).json();

        assertThat(answer.properties()).extracting(java.util.Map.Entry::getKey).containsExactlyInAnyOrder("email", "firstName", "lastName", "phone", "postalCode", "country", "locale", "marketIds", "marketing",
                "globalUserId", "campaignId", "date");
        assertThat(answer.path("globalUserId").asText()).isEqualTo(fan.id());
        assertThat(answer.path("campaignId").asText()).isEqualTo(campaign);
        assertThat(answer.path("date")).allSatisfy(time -> assertThat(time.asText()).matches(TIME));
    }

    @Test
    void row_has_what_follows_from_it() {
        var trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        new Presale.Fan(fan.id(), fan.call().with("X-Correlation-Id", "case-4").with("traceparent", trace)).enter(campaign, fan.entry("nyc", "la"));

        var row = presale.row(fan, "asu#" + campaign);
        assertThat(row.get("needsReplication").bool()).isTrue();
        assertThat(row.get("trace").m()).containsEntry("correlationid", AttributeValue.fromS("case-4")).containsEntry("traceparent", AttributeValue.fromS(trace));
        assertThat(row.get("globalUserId").s()).isEqualTo(fan.id());
        assertThat(row.get("campaignId").s()).isEqualTo(campaign);
        assertThat(row.get("email").s()).isEqualTo(fan.email());
        assertThat(row.get("marketIds").l()).extracting(AttributeValue::s).containsExactly("nyc", "la");
        assertThat(row.get("marketing").m()).containsEntry("sms", AttributeValue.fromBool(false));
        assertThat(row.get("date").m()).containsOnlyKeys("created", "updated", "fanModified");
    }

    @Test
    void entry_can_be_sent_back_as_it_was_read_and_nobody_enters_for_another() {
        fan.enter(campaign, fan.entry());
        var read = (ObjectNode) fan.read(campaign).json();

        var changed = fan.enter(campaign, read.put("globalUserId", "somebody-else").put("campaignId", "elsewhere"));

        assertThat(changed.status()).isEqualTo(200);
        assertThat(changed.json().path("globalUserId").asText()).isEqualTo(fan.id());
        assertThat(changed.json().path("campaignId").asText()).isEqualTo(campaign);
    }

    @Test
    void field_that_is_left_out_is_gone() {
        fan.enter(campaign, fan.entry());
        var entry = fan.entry();
        entry.remove(List.of("postalCode", "marketing"));

        var changed = fan.enter(campaign, entry).json();

        assertThat(changed.has("postalCode")).isFalse();
        assertThat(presale.row(fan, "asu#" + campaign)).doesNotContainKeys("postalCode", "marketing");
    }

    @Test
    void verdict_and_code_survive_a_change_and_are_shown() {
        fan.enter(campaign, fan.entry());
        presale.select(fan, campaign);

        var changed = fan.enter(campaign, fan.entry("nyc"));

        assertThat(changed.json().path("verdict").asBoolean()).isTrue();
        assertThat(changed.json().at("/code/code").asText()).isEqualTo("X7");
        assertThat(fan.read(campaign).json()).isEqualTo(changed.json());
    }

    @Test
    void fifty_parallel_writes_of_one_fan_lose_nothing() {
        var number = new AtomicInteger();
        var answers = Call.parallel(50, () -> fan.enter(campaign, fan.entry().put("lastName", "n" + number.incrementAndGet())));

        assertThat(answers).extracting(Answer::status).containsOnly(200, 201);
        assertThat(answers.stream().filter(answer -> answer.status() == 201)).hasSize(1);
        assertThat(answers.stream().map(EntryTest::updated).distinct()).as("every write has a version of its own").hasSize(50);
        assertThat(answers.stream().map(answer -> answer.json().path("lastName").asText()).distinct()).hasSize(50);
        assertThat(answers.stream().map(answer -> answer.json().at("/date/created").asText()).distinct()).hasSize(1);
        var last = answers.stream().max((one, other) -> updated(one).compareTo(updated(other))).orElseThrow();
        assertThat(fan.read(campaign).json()).isEqualTo(last.json());
    }

    @Test
    void version_grows_over_withdrawals_and_returns() {
        var last = "";
        for (int round = 0; round < 5; round++) {
            var entered = fan.enter(campaign, fan.entry());
            assertThat(entered.status()).isEqualTo(201);
            assertThat(updated(entered)).isGreaterThan(last);
            assertThat(entered.json().at("/date/created").asText()).isEqualTo(updated(entered));
            last = updated(entered);
            assertThat(fan.withdraw(campaign).status()).isEqualTo(204);
            assertThat(presale.row(fan, "asu#" + campaign + "#last").get("date").m().get("updated").s()).isEqualTo(last);
        }
        assertThat(presale.row(fan, "asu#" + campaign)).isEmpty();
    }

    @Test
    void parallel_writes_and_withdrawals_end_in_one_of_them_and_versions_never_repeat() {
        var number = new AtomicInteger();
        var answers = Call.parallel(40, () -> number.incrementAndGet() % 4 == 0 ? fan.withdraw(campaign) : fan.enter(campaign, fan.entry()));

        assertThat(answers).extracting(Answer::status).containsAnyOf(200, 201).allMatch(status -> List.of(200, 201, 204, 404).contains(status));
        var versions = answers.stream().filter(answer -> answer.status() < 204).map(EntryTest::updated).toList();
        assertThat(versions).doesNotHaveDuplicates();
        var entered = answers.stream().filter(answer -> answer.status() == 201).count();
        var withdrawn = answers.stream().filter(answer -> answer.status() == 204).count();
        assertThat(entered - withdrawn).isEqualTo(fan.read(campaign).status() == 200 ? 1 : 0);
    }

    @Test
    void withdrawn_entry_is_gone_and_cannot_be_withdrawn_twice() {
        fan.enter(campaign, fan.entry());

        assertThat(fan.withdraw(campaign).status()).isEqualTo(204);
        assertThat(fan.read(campaign).status()).isEqualTo(404);
        assertThat(fan.withdraw(campaign).problem()).isEqualTo("no-entry");
        assertThat(presale.fan().read(campaign).problem()).isEqualTo("no-entry");
    }

    private static String updated(Answer answer) {
        return answer.json().at("/date/updated").asText();
    }

    private static List<String> texts(JsonNode list) {
        return java.util.stream.StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
