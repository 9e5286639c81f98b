package sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class FanTest {

    @Test
    void another_choice_brings_other_markets_and_none_twice() {
        for (int choice = 0; choice < 12; choice++) {
            assertThat(Campaigns.markets(choice)).isNotEmpty().doesNotHaveDuplicates().isNotEqualTo(Campaigns.markets(choice + 1));
        }
    }

    @Test
    void changes_in_quick_succession_differ_from_one_another() {
        var fan = new Fan("fan-1", Person.of(1, "run", 1), 1);
        var markets = new HashSet<Object>();
        for (int choice = 0; choice < 4; choice++) {
            markets.add(fan.entry(choice).get("marketIds"));
        }
        assertThat(markets).hasSize(4);
    }

    @Test
    void an_entry_is_known_by_campaign_and_fan() {
        var key = new EntryStates.Key("tour-run", "fan-run-1");

        assertThat(EntryStates.Key.of(key.subject())).isEqualTo(key);
        assertThat(List.of(key.subject())).doesNotContain(new EntryStates.Key("club-run", "fan-run-1").subject());
    }
}
