package hub.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import hub.replay.Share.Counts;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShareTest {

    @Test
    void it_is_done_only_when_every_event_was_applied_skipped_or_parked() {
        assertThat(share(null, 0, 0, counts(0, 0, 0), 0).isDone()).isFalse();
        assertThat(share(10L, 5, 9, counts(5, 0, 0), 0).isDone()).isFalse();
        assertThat(share(10L, 9, 9, counts(5, 2, 1), 2).isDone()).isFalse();
        assertThat(share(10L, 9, 9, counts(5, 4, 1), 0).isDone()).isTrue();
        assertThat(share(0L, 0, 0, counts(0, 0, 0), 0).isDone()).isTrue();
    }

    @Test
    void counts_that_do_not_add_up_are_no_end() {
        assertThatThrownBy(() -> share(10L, 9, 9, counts(5, 3, 1), 0).isDone()).hasMessageContaining("of 10 events 9");
    }

    private static Counts counts(long applied, long skipped, long parked) {
        return new Counts(applied, 0, skipped, parked, 0);
    }

    private static Share share(Long events, long position, long last, Counts counts, long underWay) {
        return new Share("job", "subscriber", List.of("t.v1"), false, false, events, last, position, position, counts, underWay);
    }
}
