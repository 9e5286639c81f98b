package hub.registration.selection;

import static org.assertj.core.api.Assertions.assertThat;

import hub.registration.selection.StartResult.NotClosed;
import hub.registration.selection.StartResult.SelectionSizeUnset;
import hub.registration.selection.StartResult.UnknownCampaign;
import hub.registration.selection.StartResult.UnknownMarket;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MarketToSelectTest {

    private static final StartSelection START = new StartSelection("tour", "la");

    @Test
    void closed_campaign_with_a_size_can_be_selected() {
        assertThat(judge("CLOSED", "\"capacity\": 500, \"selectionRatio\": 0.5"))
                .isEqualTo(new MarketToSelect("tour", "la", new Size(500L, new BigDecimal("0.5")), false));
    }

    @Test
    void document_that_is_not_there_is_no_campaign_and_an_id_that_keys_cannot_hold_neither() {
        assertThat(MarketToSelect.judge(START, null)).isInstanceOf(UnknownCampaign.class);
        assertThat(MarketToSelect.judge(START, "")).isInstanceOf(UnknownCampaign.class);
        assertThat(MarketToSelect.judge(new StartSelection("tour#1", "la"), "{}")).isInstanceOf(UnknownCampaign.class);
    }

    @Test
    void market_that_the_campaign_does_not_have_is_unknown_whatever_its_status() {
        assertThat(MarketToSelect.judge(START, "{\"status\": \"ACTIVE\", \"markets\": [{\"marketId\": \"nyc\"}]}")).isInstanceOf(UnknownMarket.class);
        assertThat(MarketToSelect.judge(START, "{\"status\": \"CLOSED\"}")).isInstanceOf(UnknownMarket.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ACTIVE", "TRANSFERRING", "DRAFT", "closed"})
    void campaign_that_is_not_closed_cannot_be_selected(String status) {
        assertThat(judge(status, "\"capacity\": 500")).isInstanceOf(NotClosed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"capacity\": null", "\"capacity\": -1", "\"capacity\": \"many\"", "\"capacity\": 1.5", "\"selectionRatio\": -0.1", "\"selectionRatio\": null, \"capacity\": null"})
    void size_that_is_none_is_unset(String size) {
        assertThat(judge("CLOSED", size)).isInstanceOf(SelectionSizeUnset.class);
    }

    @Test
    void code_is_shared_where_the_market_says_so() {
        assertThat(((MarketToSelect) judge("CLOSED", "\"capacity\": 1, \"sharedCode\": true")).sharedCode()).isTrue();
        assertThat(((MarketToSelect) judge("CLOSED", "\"capacity\": 1, \"sharedCode\": false")).sharedCode()).isFalse();
        assertThat(((MarketToSelect) judge("CLOSED", "\"capacity\": 1")).sharedCode()).isFalse();
    }

    private static Selectable judge(String status, String market) {
        return MarketToSelect.judge(START, "{\"status\": \"" + status + "\", \"markets\": [{\"marketId\": \"nyc\"}, {\"marketId\": \"la\", " + market + "}]}");
    }
}
