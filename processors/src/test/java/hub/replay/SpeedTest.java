package hub.replay;

import static org.assertj.core.api.Assertions.assertThat;

import hub.events.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SpeedTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    @Test
    void a_rate_is_known_after_a_second_and_follows_slowly_what_changes() {
        var first = Speed.measure(null, 0, NOON);
        assertThat(first.rate()).isZero();
        assertThat(Speed.measure(first, 50, NOON.plusMillis(500))).isSameAs(first);

        var second = Speed.measure(first, 100, NOON.plusSeconds(1));
        assertThat(second.rate()).isEqualTo(100);
        assertThat(Speed.measure(second, 100, NOON.plusSeconds(2)).rate()).isEqualTo(50);
    }

    @Test
    void a_pause_is_no_slowness() {
        var before = new Speed(NOON, 100, 100);

        assertThat(Speed.measure(before, 100, NOON.plusSeconds(3600)).rate()).isZero();
    }

    @Test
    void the_end_is_where_the_rest_leads_and_unknown_while_nothing_moves() {
        assertThat(new Speed(NOON, 100, 50).end(500, NOON)).isEqualTo(NOON.plusSeconds(10));
        assertThat(new Speed(NOON, 100, 0).end(500, NOON)).isNull();
    }

    @Test
    void it_survives_in_the_progress_of_a_job() {
        var speed = new Speed(NOON, 100, 12.5);

        assertThat(Speed.of(speed.progress())).isEqualTo(speed);
        assertThat(Speed.of(Json.MAPPER.createObjectNode())).isNull();
    }
}
