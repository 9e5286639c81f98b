package hub.registration;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import hub.events.Schemas;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CampaignFeedTest {

    private static final Schemas SCHEMAS = Schemas.load(Path.of("../mappings/pipeline"));

    @Test
    void campaign_its_markets_and_their_events_are_entities_of_the_pipeline() {
        var entities = CampaignFeed.entities("tour", Scene.document()).toList();

        assertThat(entities).extracting(entity -> entity.path("type").asText()).containsExactly("CAMPAIGN", "MARKET", "EVENT_MAPPING", "EVENT_MAPPING", "MARKET", "EVENT_MAPPING");
        assertThat(entities).allSatisfy(entity -> assertThat(SCHEMAS.faults(entity.path("type").asText(), entity.path("data"))).isEmpty());
        assertThat(entities.get(3).path("data")).isEqualTo(Json.read("{\"campaignId\": \"tour\", \"marketId\": \"la\", \"eventId\": \"e2\"}"));
    }

    @Test
    void neither_gates_nor_shared_codes_leave_the_hub() {
        var document = Scene.document();
        document.set("gates", Json.read("{\"inviteOnly\": {\"emails\": [\"ada@example.org\"]}}"));

        assertThat(Json.write(CampaignFeed.entities("tour", document).toList())).doesNotContain("ada@example.org", "HUSH");
    }
}
