package sandbox.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlanTest {

    /** What a fan's act needs to have happened. */
    private static final Map<String, String> BEFORE = Map.of("changed", "entered", "transferred", "entered", "withdrawn", "entered", "returned", "withdrawn", "repeated", "invited");

    private static Plan plan(int people, long seed) {
        return new Plan(Flows.all(), people, seed);
    }

    private static List<String> order(Plan plan) {
        return plan.hours().stream().flatMap(List::stream).map(message -> message.correlation("run")).toList();
    }

    @Test
    void same_seed_sends_the_same_messages_in_the_same_order() {
        assertThat(order(plan(100, 7))).isEqualTo(order(plan(100, 7)));
    }

    @Test
    void another_seed_sends_the_same_messages_in_another_order() {
        assertThat(order(plan(100, 7))).isNotEqualTo(order(plan(100, 8))).containsExactlyInAnyOrderElementsOf(order(plan(100, 8)));
    }

    @Test
    void every_message_has_a_correlation_id_of_its_own() {
        assertThat(order(plan(300, 1))).doesNotHaveDuplicates();
    }

    @Test
    void what_is_sent_is_what_is_expected() {
        for (int people : new int[] {1, 20, 1000}) {
            var plan = plan(people, 1);
            var sent = plan.hours().stream().mapToLong(List::size).sum();
            var following = plan.flows().stream().flatMap(flow -> flow.kinds().stream()).filter(kind -> kind.hour() == Kind.FOLLOWS).mapToLong(kind -> kind.messages(people)).sum();
            assertThat(sent + following).as("%d people", people).isEqualTo(plan.size());
        }
    }

    @Test
    void one_person_still_brings_every_kind() {
        var plan = plan(1, 1);
        for (var outcome : List.of(Outcome.APPLIED, Outcome.DUPLICATE, Outcome.REJECTED, Outcome.PARKED)) {
            assertThat(plan.flows().stream().mapToLong(flow -> plan.expected(flow).of(outcome)).sum()).as(outcome.name()).isPositive();
        }
        plan.flows().forEach(flow -> flow.kinds().forEach(kind -> assertThat(kind.messages(1)).isEqualTo(Math.min(kind.most(), Math.max(1, kind.perThousand() / 1000)))));
    }

    @Test
    void a_repetition_is_sent_in_a_later_hour_than_what_it_repeats() {
        for (var flow : Flows.all()) {
            var first = flow.kinds().stream().filter(kind -> kind.outcome() == Outcome.APPLIED).mapToInt(Kind::hour).min().orElseThrow();
            assertThat(flow.kinds()).filteredOn(kind -> kind.outcome() == Outcome.DUPLICATE).allMatch(kind -> kind.hour() > first);
        }
    }

    @Test
    void nobody_is_written_about_before_the_hour_in_which_they_register() {
        var registered = new HashSet<Integer>();
        for (var hour : plan(100, 1).hours()) {
            assertThat(hour).filteredOn(message -> !message.flow().name().matches("register|catalogue|campaign|eligibility|entry") && !message.is("nobody"))
                    .allMatch(message -> registered.contains(message.number()));
            hour.stream().filter(message -> message.flow().name().equals("register") && message.is("new")).forEach(message -> registered.add(message.number()));
        }
        assertThat(registered).hasSize(100);
    }

    @Test
    void campaigns_are_there_before_a_fan_asks_and_each_fan_acts_in_order() {
        var stored = new HashSet<String>();
        var done = new HashSet<String>();
        for (var hour : plan(100, 1).hours()) {
            assertThat(hour).filteredOn(message -> message.flow().name().matches("eligibility|entry")).allMatch(message -> stored.containsAll(List.of("tour", "club", "past")));
            assertThat(hour).allMatch(message -> !BEFORE.containsKey(message.kind().name()) || !message.flow().name().equals("entry")
                    || done.contains(BEFORE.get(message.kind().name()) + message.number()));
            hour.stream().filter(message -> message.flow().name().equals("campaign")).forEach(message -> stored.add(message.kind().name()));
            hour.stream().filter(message -> message.flow().name().equals("entry")).forEach(message -> done.add(message.kind().name() + message.number()));
        }
        assertThat(done).contains("returned0", "transferred0", "repeated0");
    }

    @Test
    void names_that_stand_in_correlation_ids_do_not_hold_their_separators() {
        var names = new HashSet<String>();
        for (var flow : Flows.all()) {
            assertThat(flow.name()).matches("[a-z]+(-[a-z]+)*");
            assertThat(names.add(flow.name())).isTrue();
            assertThat(flow.kinds()).allMatch(kind -> kind.name().matches("[a-z]+")).extracting(Kind::name).doesNotHaveDuplicates();
        }
    }
}
