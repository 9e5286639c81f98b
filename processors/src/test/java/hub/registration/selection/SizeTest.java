package hub.registration.selection;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTest {

    @ParameterizedTest
    @CsvSource(nullValues = "-", value = {
        "500, -, 50000, 50000, 500",
        "500, -, 300, 300, 300",
        "0, -, 300, 300, 0",
        "-, 0.5, 7, 7, 3",
        "-, 1, 7, 9, 7",
        "-, 0, 7, 7, 0",
        "2, 0.5, 7, 7, 2",
        "5, 0.5, 7, 7, 3"})
    void least_of_valid_capacity_and_share_of_the_eligible_win(Long capacity, BigDecimal ratio, long valid, long eligible, long winners) {
        assertThat(new Size(capacity, ratio).winners(valid, eligible)).isEqualTo(winners);
    }

    @Test
    void share_is_of_all_eligible_the_rejected_included() {
        assertThat(new Size(null, new BigDecimal("0.5")).winners(90, 100)).isEqualTo(50);
    }

    @Test
    void share_is_exact_where_binary_fractions_would_lose_one() {
        assertThat(new Size(null, new BigDecimal("0.29")).winners(100, 100)).isEqualTo(29);
    }

    @Test
    void neither_capacity_nor_ratio_is_unset() {
        assertThat(new Size(null, null).isUnset()).isTrue();
        assertThat(new Size(0L, null).isUnset()).isFalse();
        assertThat(new Size(null, BigDecimal.ZERO).isUnset()).isFalse();
    }
}
